package dev.atom.mock;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that sees every byte and how the connection ends. */
final class RawClient implements AutoCloseable {
  /** No byte is read as this character. */
  private static final String NEVER = "\uffff";

  private static final int PATIENCE = 20_000;
  private static final int SHORT_PATIENCE = 300;

  private final Socket socket;

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  /** How what was read ended. */
  enum End {
    CLOSED,
    RESET,
    SILENT
  }

  /** What was read, as Latin-1: a byte is a character. */
  record Read(String text, End end) {
    String headers() {
      return text.substring(0, Math.max(0, text.indexOf("\r\n\r\n") + 4));
    }

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
  }

  static RawClient connect(URI server) throws IOException {
    return new RawClient(new Socket(server.getHost(), server.getPort()));
  }

  /** Asks on a connection of its own and reads up to its end. */
  static Read ask(URI server, String path) throws IOException {
    try (RawClient client = connect(server)) {
      client.get(path);
      return client.read();
    }
  }

  void get(String path) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
  }

  void send(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads up to the end of the connection. */
  Read read() throws IOException {
    return read(NEVER, PATIENCE);
  }

  /** Reads up to an end, which may be empty, and then for so long as the short patience lasts. */
  Read readUntilSilent(String end) throws IOException {
    Read before = end.isEmpty() ? new Read("", End.SILENT) : read(end, PATIENCE);
    Read after = read(NEVER, SHORT_PATIENCE);
    return new Read(before.text() + after.text(), after.end());
  }

  private Read read(String end, int patience) throws IOException {
    socket.setSoTimeout(patience);
    StringBuilder read = new StringBuilder();
    byte[] buffer = new byte[65536];
    try {
      while (!read.toString().endsWith(end)) {
        int n = socket.getInputStream().read(buffer);
        if (n < 0) {
          return new Read(read.toString(), End.CLOSED);
        }
        read.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
      return new Read(read.toString(), End.SILENT);
    } catch (SocketTimeoutException e) {
      return new Read(read.toString(), End.SILENT);
    } catch (SocketException e) {
      return new Read(read.toString(), End.RESET);
    }
  }

  /** Reads so many bytes, however long they take. */
  String read(int bytes) throws IOException {
    socket.setSoTimeout(0);
    byte[] read = socket.getInputStream().readNBytes(bytes);
    return new String(read, StandardCharsets.ISO_8859_1);
  }

  /** Reads up to the end of the headers. */
  String readHeaders() throws IOException {
    StringBuilder headers = new StringBuilder();
    while (headers.indexOf("\r\n\r\n") < 0) {
      headers.append(read(1));
    }
    return headers.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
