package dev.atom.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.List;
import javax.net.SocketFactory;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** Sends a client's calls through a proxy. */
final class Proxies {
  private static final String HEADER = "Proxy-Authorization";

  private Proxies() {}

  static void set(OkHttpClient.Builder client, HttpProxy proxy) {
    switch (proxy.kind()) {
      case HTTP -> http(client, proxy);
      case SOCKS -> socks(client, proxy);
    }
  }

  private static void http(OkHttpClient.Builder client, HttpProxy proxy) {
    InetSocketAddress address = InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
    client.proxy(new Proxy(Proxy.Type.HTTP, address));
    if (proxy.login().isEmpty()) {
      return;
    }
    // For a tunnel OkHttp asks before it connects; a second question means that the first was
    // wrong.
    client.proxyAuthenticator(
        (route, response) ->
            response.request().header(HEADER) != null
                ? null
                : response
                    .request()
                    .newBuilder()
                    .header(HEADER, proxy.authorization().orElseThrow())
                    .build());
    client.addNetworkInterceptor(chain -> authorized(chain, proxy));
  }

  /** Plain http goes to the proxy itself, with its credentials at once: a body is sent only once. */
  private static Response authorized(Interceptor.Chain chain, HttpProxy proxy) throws IOException {
    Connection connection = chain.connection();
    boolean tunnel = connection == null || connection.route().requiresTunnel();
    return chain.proceed(
        tunnel
            ? chain.request()
            : chain
                .request()
                .newBuilder()
                .header(HEADER, proxy.authorization().orElseThrow())
                .build());
  }

  private static void socks(OkHttpClient.Builder client, HttpProxy proxy) {
    client.proxy(Proxy.NO_PROXY);
    client.socketFactory(new SocksSockets(proxy));
    // The proxy looks up the name, so that no address is needed here.
    client.dns(host -> List.of(InetAddress.getByAddress(host, new byte[4])));
  }

  /** Makes sockets that connect through a proxy. */
  private static final class SocksSockets extends SocketFactory {
    private final HttpProxy proxy;

    SocksSockets(HttpProxy proxy) {
      this.proxy = proxy;
    }

    @Override
    public Socket createSocket() {
      return new SocksSocket(proxy);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return connected(InetSocketAddress.createUnresolved(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
        throws IOException {
      return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
        throws IOException {
      return createSocket(host, port);
    }

    private Socket connected(InetSocketAddress target) throws IOException {
      Socket socket = createSocket();
      socket.connect(target);
      return socket;
    }
  }
}
