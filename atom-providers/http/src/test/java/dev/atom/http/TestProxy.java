package dev.atom.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small proxy: HTTP with CONNECT, or SOCKS 5. Every name is this machine to it. */
final class TestProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final boolean socks;
  private final String login;
  private final int target;
  private final List<String> seen = new CopyOnWriteArrayList<>();

  /**
   * Starts it.
   *
   * @param login what must come, {@code "Basic …"} or {@code "user:password"}; empty for nothing
   * @param target the port of this machine that all calls go to
   */
  TestProxy(boolean socks, String login, int target) {
    this.socks = socks;
    this.login = login;
    this.target = target;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** What was asked for: the lines of requests, or the hosts of SOCKS. */
  List<String> seen() {
    return seen;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      if (socks) {
        socks(client);
      } else {
        http(client);
      }
    } catch (IOException e) {
      // One of the two went away.
    }
  }

  private void http(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    String head = head(in);
    String line = head.substring(0, head.indexOf("\r\n"));
    seen.add(line);
    if (!login.isEmpty() && !head.contains("\r\nProxy-Authorization: " + login + "\r\n")) {
      answer(client, "HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"x\"\r\n");
      return;
    }
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      if (line.startsWith("CONNECT ")) {
        answer(client, "HTTP/1.1 200 Connected\r\n");
      } else {
        String path = line.replaceFirst(" http://[^/ ]+", " ");
        String rest =
            head.substring(line.length()).replaceAll("Proxy-Authorization: [^\r]*\r\n", "");
        server.getOutputStream().write((path + rest).getBytes(StandardCharsets.ISO_8859_1));
      }
      pipe(client, server);
    }
  }

  private static void answer(Socket client, String head) throws IOException {
    String whole = head + (head.contains(" 200 ") ? "" : "Content-Length: 0\r\n") + "\r\n";
    client.getOutputStream().write(whole.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the client closed");
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private void socks(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    OutputStream out = client.getOutputStream();
    in.readUnsignedByte();
    byte[] methods = in.readNBytes(in.readUnsignedByte());
    int wanted = login.isEmpty() ? 0 : 2;
    out.write(new byte[] {5, (byte) (methods[0] == wanted ? wanted : 0xFF)});
    if (methods[0] != wanted) {
      return;
    }
    if (wanted == 2) {
      in.readUnsignedByte();
      String user = text(in) + ":" + text(in);
      out.write(new byte[] {1, (byte) (user.equals(login) ? 0 : 1)});
      if (!user.equals(login)) {
        return;
      }
    }
    in.readNBytes(4);
    String host = text(in);
    seen.add(host + ":" + in.readUnsignedShort());
    boolean refuses = host.startsWith("refused");
    out.write(new byte[] {5, (byte) (refuses ? 5 : 0), 0, 1, 127, 0, 0, 1, 0, 0});
    if (!refuses) {
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
        pipe(client, server);
      }
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
  }

  private static void pipe(Socket client, Socket server) throws IOException {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                client.getInputStream().transferTo(server.getOutputStream());
              } catch (IOException e) {
                // The answer below ends it.
              }
            });
    server.getInputStream().transferTo(client.getOutputStream());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
