package dev.atom.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server in a process of its own that keeps connections open and fails as the path says. It prints
 * its port, then for each line of its input how many connections it has.
 */
final class SoakServer {
  private static final AtomicInteger CONNECTIONS = new AtomicInteger();

  private SoakServer() {}

  public static void main(String[] arguments) throws IOException {
    ServerSocket socket = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(() -> accept(socket));
    System.out.println(socket.getLocalPort());
    while (System.in.read() >= 0) {
      System.out.println(CONNECTIONS.get());
    }
  }

  private static void accept(ServerSocket socket) {
    while (true) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Socket client) {
    CONNECTIONS.incrementAndGet();
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream(), 1024);
      for (String path = path(in); path != null; path = path(in)) {
        if (!answer(client, in, path)) {
          return;
        }
      }
    } catch (IOException e) {
      // The client went away, as it is meant to.
    } finally {
      CONNECTIONS.decrementAndGet();
    }
  }

  /** Answers; tells whether the connection can serve another request. */
  private static boolean answer(Socket client, InputStream in, String path) throws IOException {
    OutputStream out = client.getOutputStream();
    switch (path) {
      case "/ok" -> write(out, 200, "Content-Length: 2\r\n", "ok");
      case "/429" -> write(out, 429, "Retry-After: 1\r\nContent-Length: 2\r\n", "no");
      case "/500" -> write(out, 500, "Content-Length: 2\r\n", "no");
      case "/stream", "/stall" -> {
        write(out, 200, "Content-Type: text/event-stream\r\n", "data: a\n\n");
        in.read();
        return false;
      }
      case "/truncated" -> {
        write(out, 200, "Content-Length: 100\r\n", "cut");
        return false;
      }
      default -> {
        // Unread bytes or this option: the peer gets a reset.
        client.setSoLinger(true, 0);
        return false;
      }
    }
    return true;
  }

  private static void write(OutputStream out, int status, String headers, String body)
      throws IOException {
    String head = "HTTP/1.1 " + status + " Status\r\n" + headers + "\r\n" + body;
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Reads a request without a body; null when the client has closed. */
  private static String path(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      head.append((char) b);
    }
    return head.substring(head.indexOf(" ") + 1, head.indexOf(" HTTP/1.1"));
  }
}
