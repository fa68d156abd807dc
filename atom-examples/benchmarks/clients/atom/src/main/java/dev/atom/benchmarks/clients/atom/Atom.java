package dev.atom.benchmarks.clients.atom;

import dev.atom.benchmarks.clients.Peer;
import dev.atom.benchmarks.clients.PeerFactory;
import dev.atom.benchmarks.clients.Protocol;
import java.net.URI;

/** Makes Atom's client. */
public final class Atom implements PeerFactory {
  /** Made by the service loader. */
  public Atom() {}

  @Override
  public Peer open(Protocol protocol, URI base, int connections) {
    return new AtomPeer(protocol, base);
  }
}
