package dev.atom.benchmarks.clients.bare;

import dev.atom.benchmarks.clients.Peer;
import dev.atom.benchmarks.clients.PeerFactory;
import dev.atom.benchmarks.clients.Protocol;
import java.net.URI;

/** Makes the floor. */
public final class BareOkHttp implements PeerFactory {
  /** Made by the service loader. */
  public BareOkHttp() {}

  @Override
  public Peer open(Protocol protocol, URI base, int connections) {
    return new BarePeer(protocol, base, connections);
  }
}
