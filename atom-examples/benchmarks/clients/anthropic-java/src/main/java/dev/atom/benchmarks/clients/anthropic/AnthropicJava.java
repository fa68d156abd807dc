package dev.atom.benchmarks.clients.anthropic;

import dev.atom.benchmarks.clients.Peer;
import dev.atom.benchmarks.clients.PeerFactory;
import dev.atom.benchmarks.clients.Protocol;
import java.net.URI;

/** Makes Anthropic's own client. */
public final class AnthropicJava implements PeerFactory {
  /** Made by the service loader. */
  public AnthropicJava() {}

  @Override
  public Peer open(Protocol protocol, URI base, int connections) {
    return new AnthropicJavaPeer(base, connections);
  }
}
