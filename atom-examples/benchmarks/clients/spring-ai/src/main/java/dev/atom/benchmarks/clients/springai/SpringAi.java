package dev.atom.benchmarks.clients.springai;

import dev.atom.benchmarks.clients.Peer;
import dev.atom.benchmarks.clients.PeerFactory;
import dev.atom.benchmarks.clients.Protocol;
import java.net.URI;

/** Makes Spring AI's models. */
public final class SpringAi implements PeerFactory {
  /** Made by the service loader. */
  public SpringAi() {}

  @Override
  public Peer open(Protocol protocol, URI base, int connections) {
    return new SpringAiPeer(protocol, base, connections);
  }
}
