package dev.atom.benchmarks.clients.openai;

import dev.atom.benchmarks.clients.Peer;
import dev.atom.benchmarks.clients.PeerFactory;
import dev.atom.benchmarks.clients.Protocol;
import java.net.URI;

/** Makes OpenAI's own client. */
public final class OpenAiJava implements PeerFactory {
  /** Made by the service loader. */
  public OpenAiJava() {}

  @Override
  public Peer open(Protocol protocol, URI base, int connections) {
    return new OpenAiJavaPeer(protocol, base, connections);
  }
}
