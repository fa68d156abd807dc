package dev.atom.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket server (RFC 6455) whose every frame a test controls; one script for each client. */
final class WebSocketServer implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final ServerSocket socket;
  private final Thread accepting;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private volatile Script script = peer -> peer.accept(Map.of());

  /** What the server does with a client. */
  @FunctionalInterface
  interface Script {
    void serve(Peer peer) throws IOException;
  }

  /** A wish for a session as it came. */
  record Received(String line, Map<String, String> headers) {}

  /** A frame from the client, unmasked. */
  record Frame(int opcode, boolean last, byte[] payload) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    int code() {
      return (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
    }
  }

  WebSocketServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    accepting = Thread.ofVirtual().start(this::accept);
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  void serve(Script script) {
    this.script = script;
  }

  Received take() throws InterruptedException {
    Received next = received.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no client came");
    }
    return next;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      Peer peer = new Peer(client);
      received.add(peer.wish);
      script.serve(peer);
    } catch (IOException e) {
      // The client went away, as many tests want it to.
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    socket.close();
    for (Socket client : clients) {
      client.close();
    }
    accepting.join();
  }

  /** One client. */
  static final class Peer {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Received wish;

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      out = socket.getOutputStream();
      String first = line();
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
      wish = new Received(first, headers);
    }

    /** Agrees to the session. */
    void accept(Map<String, String> headers) throws IOException {
      StringBuilder head =
          new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n")
              .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
              .append(proof(wish.headers().get("Sec-WebSocket-Key")))
              .append("\r\n");
      headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
      write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Answers as to any other fetch. */
    void refuse(int status, Map<String, String> headers, String body) throws IOException {
      StringBuilder head =
          new StringBuilder("HTTP/1.1 " + status + " No\r\nContent-Length: ")
              .append(body.getBytes(StandardCharsets.UTF_8).length)
              .append("\r\n");
      headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
      write((head + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    void text(String text) throws IOException {
      frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    void close(int code, String reason) throws IOException {
      ByteArrayOutputStream payload = new ByteArrayOutputStream();
      payload.write(code >> 8);
      payload.write(code);
      payload.writeBytes(reason.getBytes(StandardCharsets.UTF_8));
      frame(CLOSE, true, payload.toByteArray());
    }

    void frame(int opcode, boolean last, byte[] payload) throws IOException {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write((last ? 0x80 : 0) | opcode);
      if (payload.length < 126) {
        frame.write(payload.length);
      } else if (payload.length < 65536) {
        frame.write(126);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
      } else {
        frame.write(127);
        frame.writeBytes(new byte[4]);
        for (int shift = 24; shift >= 0; shift -= 8) {
          frame.write(payload.length >> shift);
        }
      }
      frame.writeBytes(payload);
      write(frame.toByteArray());
    }

    /** Waits for the client's next frame. */
    Frame read() throws IOException {
      int first = in.readUnsignedByte();
      long length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes((int) length);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i & 3];
      }
      return new Frame(first & 0x0f, (first & 0x80) != 0, payload);
    }

    /** Waits until the client has closed the connection. */
    void awaitClosed() {
      try {
        while (true) {
          read();
        }
      } catch (IOException e) {
        // Closed, as expected.
      }
    }

    void resetConnection() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new IOException("the client closed");
        }
        if (b != '\r') {
          line.write(b);
        }
      }
      return line.toString(StandardCharsets.UTF_8);
    }

    private static String proof(String key) {
      try {
        byte[] text = (key + MAGIC).getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
