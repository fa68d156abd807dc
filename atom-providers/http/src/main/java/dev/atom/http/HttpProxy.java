package dev.atom.http;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A server that a {@link Transport} reaches all others through. Immutable and thread-safe.
 *
 * <p>Guarantees: the password is in no text that this class makes, and goes to the proxy only; a
 * proxy sees the bytes of an https call only encrypted.
 */
public final class HttpProxy {
  private final Kind kind;
  private final String host;
  private final int port;
  private final Optional<Login> login;

  enum Kind {
    HTTP,
    SOCKS
  }

  /** Who the proxy takes us for. */
  record Login(String user, Secret password) {}

  private HttpProxy(Kind kind, String host, int port, Optional<Login> login) {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "the proxy's address is \"" + host + "\":" + port + "; a host and 1 to 65535 are needed");
    }
    this.kind = kind;
    this.host = host;
    this.port = port;
    this.login = login;
  }

  /**
   * Returns an HTTP proxy: https goes through it by CONNECT.
   *
   * @param host its name or address
   * @param port 1 to 65535
   * @return the proxy, without credentials
   */
  public static HttpProxy http(String host, int port) {
    return new HttpProxy(Kind.HTTP, host, port, Optional.empty());
  }

  /**
   * Returns a SOCKS 5 proxy. It is the proxy that looks up the names of hosts.
   *
   * @param host its name or address
   * @param port 1 to 65535
   * @return the proxy, without credentials
   */
  public static HttpProxy socks(String host, int port) {
    return new HttpProxy(Kind.SOCKS, host, port, Optional.empty());
  }

  /**
   * Returns this proxy with credentials.
   *
   * @param user the user's name, 1 to 255 bytes in UTF-8, without a colon
   * @param password up to 255 bytes; must stay open as long as the transport is used
   * @return the changed copy
   */
  public HttpProxy credentials(String user, Secret password) {
    int length = user.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > 255 || user.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "the proxy's user must be 1 to 255 bytes without a colon: \"" + user + "\"");
    }
    if (password.use(PlaintextAccess.granted(), plain -> plain.length) > 255) {
      throw new IllegalArgumentException("the proxy's password exceeds 255 bytes");
    }
    return new HttpProxy(kind, host, port, Optional.of(new Login(user, password)));
  }

  Kind kind() {
    return kind;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  Optional<Login> login() {
    return login;
  }

  /** The header Proxy-Authorization; holds the password. */
  Optional<String> authorization() {
    return login.map(
        who ->
            who.password()
                .use(
                    PlaintextAccess.granted(),
                    plain -> {
                      byte[] user = (who.user() + ":").getBytes(StandardCharsets.UTF_8);
                      byte[] both = new byte[user.length + plain.length];
                      System.arraycopy(user, 0, both, 0, user.length);
                      System.arraycopy(plain, 0, both, user.length, plain.length);
                      return "Basic " + Base64.getEncoder().encodeToString(both);
                    }));
  }

  /** Kind and address, not the credentials. */
  @Override
  public String toString() {
    return "HttpProxy[" + kind + " " + host + ":" + port + "]";
  }
}
