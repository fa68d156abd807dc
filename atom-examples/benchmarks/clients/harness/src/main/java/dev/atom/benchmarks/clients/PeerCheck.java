package dev.atom.benchmarks.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/** Demands that a peer reads all that is sent, before anyone measures it. */
public final class PeerCheck {
  private static final int TOKENS = 20;

  private PeerCheck() {}

  /**
   * Calls a server in this process: two whole replies, a stream in one piece, and one in many.
   *
   * @param factory of the peer
   * @param protocol what to speak
   * @throws Exception if a call fails or reads anything else than was sent
   */
  public static void run(PeerFactory factory, Protocol protocol) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      ModelServer.start(server);
      String address = "http://127.0.0.1:" + server.getLocalPort();
      for (String shape : new String[] {"t20i0", "t20i1"}) {
        URI base = URI.create(address + "/" + shape + "/v1");
        try (Peer peer = factory.open(protocol, base, 1)) {
          whole(peer);
          new TokenCount().read(peer, TOKENS);
          whole(peer);
        }
      }
    }
  }

  /** Demands the whole reply. */
  static void whole(Peer peer) throws Exception {
    String text = peer.chat();
    if (!text.equals(Replies.WHOLE)) {
      throw new IOException("read another text than was sent: " + text);
    }
  }
}
