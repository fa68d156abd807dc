package dev.atom.http;

import dev.atom.secret.PlaintextAccess;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A socket through a SOCKS 5 proxy (RFC 1928, RFC 1929). The JDK's own asks one process-wide
 * authenticator for the password; this one knows its proxy's.
 */
final class SocksSocket extends Socket {
  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int LOGIN = 2;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  private final HttpProxy proxy;

  SocksSocket(HttpProxy proxy) {
    this.proxy = proxy;
  }

  @Override
  public void connect(SocketAddress address) throws IOException {
    connect(address, 0);
  }

  @Override
  public void connect(SocketAddress address, int millis) throws IOException {
    InetSocketAddress target = (InetSocketAddress) address;
    int before = getSoTimeout();
    super.connect(new InetSocketAddress(proxy.host(), proxy.port()), millis);
    try {
      setSoTimeout(millis);
      DataInputStream in = new DataInputStream(getInputStream());
      greet(in);
      ask(in, target);
      setSoTimeout(before);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void greet(DataInputStream in) throws IOException {
    int method = proxy.login().isPresent() ? LOGIN : NO_LOGIN;
    send(new byte[] {VERSION, 1, (byte) method});
    if (in.readUnsignedByte() != VERSION) {
      throw new ConnectException("what answers at " + proxy + " is no SOCKS 5 proxy");
    }
    if (in.readUnsignedByte() != method) {
      throw new ConnectException(
          proxy
              + " wants another login: "
              + (method == LOGIN ? "without" : "with")
              + " a password");
    }
    if (method == LOGIN) {
      logIn(in, proxy.login().orElseThrow());
    }
  }

  private void logIn(DataInputStream in, HttpProxy.Login login) throws IOException {
    byte[] user = login.user().getBytes(StandardCharsets.UTF_8);
    byte[] message =
        login
            .password()
            .use(
                PlaintextAccess.granted(),
                plain -> {
                  ByteArrayOutputStream both = new ByteArrayOutputStream();
                  both.write(1);
                  both.write(user.length);
                  both.writeBytes(user);
                  both.write(plain.length);
                  both.writeBytes(plain);
                  return both.toByteArray();
                });
    send(message);
    in.readUnsignedByte();
    if (in.readUnsignedByte() != 0) {
      throw new ConnectException(proxy + " refused the user or the password");
    }
  }

  private void ask(DataInputStream in, InetSocketAddress target) throws IOException {
    byte[] name = target.getHostString().getBytes(StandardCharsets.US_ASCII);
    if (name.length > 255) {
      throw new ConnectException("the host's name exceeds the 255 bytes that SOCKS can name");
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {VERSION, 1, 0, NAME, (byte) name.length});
    request.writeBytes(name);
    request.write(target.getPort() >> 8);
    request.write(target.getPort());
    send(request.toByteArray());
    in.readUnsignedByte();
    int answer = in.readUnsignedByte();
    if (answer != 0) {
      throw new ConnectException(proxy + " could not connect, SOCKS code " + answer);
    }
    in.readUnsignedByte();
    int kind = in.readUnsignedByte();
    int length = kind == NAME ? in.readUnsignedByte() : kind == IPV6 ? 16 : 4;
    in.readFully(new byte[length + 2]);
  }

  private void send(byte[] message) throws IOException {
    OutputStream out = getOutputStream();
    out.write(message);
    out.flush();
  }
}
