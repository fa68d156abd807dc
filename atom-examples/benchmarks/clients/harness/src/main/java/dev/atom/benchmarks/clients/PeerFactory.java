package dev.atom.benchmarks.clients;

import java.net.URI;

/** Makes a library's client; found as a service on the class path of the peer. */
public interface PeerFactory {
  /**
   * Returns a client, set up as its maker recommends, with retries and logs off.
   *
   * @param protocol what to speak
   * @param base the server's address, {@code /v1} included
   * @param connections how many calls run at once: what a pool must hold
   * @return the client
   */
  Peer open(Protocol protocol, URI base, int connections);
}
