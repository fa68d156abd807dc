package dev.atom.mock.wiremock;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.atom.json.Json;
import dev.atom.mock.Exchange;
import dev.atom.mock.Fault;
import dev.atom.mock.ReplayServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recording arrives as it was recorded, from both servers. Not part of the build: point {@code
 * -Datom.data} at a folder whose folder {@code providers} has a folder of recordings for each
 * provider.
 */
@EnabledIfSystemProperty(named = "atom.data", matches = ".+")
@Timeout(600)
class RecordingsTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static Stream<Path> folders() throws Exception {
    Path data = Path.of(System.getProperty("atom.data"), "providers");
    try (Stream<Path> folders = Files.list(data)) {
      return folders.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  /** Each at an address of its own, as some were recorded without their request. */
  private static List<Exchange> addressed(Path folder) {
    List<Exchange> all =
        Exchange.folder(folder).stream().filter(e -> e.response().status() >= 200).toList();
    return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
        .map(i -> all.get(i).answering("POST", "/" + i))
        .toList();
  }

  private static HttpResponse<byte[]> ask(String server, Exchange exchange) throws Exception {
    Exchange.Request asked = exchange.request().orElseThrow();
    Optional<Json> body = asked.body();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + asked.path().replace("<redacted>", "any")))
            .method(
                asked.method(),
                body.map(json -> HttpRequest.BodyPublishers.ofString(json.toString()))
                    .orElse(HttpRequest.BodyPublishers.noBody()))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void arrives(String server, Exchange exchange) throws Exception {
    HttpResponse<byte[]> answer = ask(server, exchange);
    assertThat(answer.statusCode()).as(exchange.name()).isEqualTo(exchange.response().status());
    assertThat(answer.body()).as(exchange.name()).isEqualTo(exchange.response().body());
  }

  @ParameterizedTest
  @MethodSource("folders")
  void arriveWholeFromTheReplayServerHoweverTheyAreSplit(Path folder) throws Exception {
    List<Exchange> exchanges = addressed(folder);
    for (Fault split :
        List.of(Fault.pieces(1_000_000_000), Fault.pieces(7), new Fault.SplitCharacters())) {
      try (ReplayServer server =
          ReplayServer.newBuilder().exchanges(exchanges).fault(split).start()) {
        for (Exchange exchange : exchanges) {
          arrives(server.uri().toString(), exchange);
        }
        server.assertFinished();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void arriveWholeFromWireMock(Path folder) throws Exception {
    WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
    try {
      List<Exchange> exchanges = addressed(folder);
      assertThat(ExchangeStubs.of(exchanges).stubOn(server)).hasSameSizeAs(exchanges);
      for (Exchange exchange : exchanges) {
        arrives(server.baseUrl(), exchange);
      }
    } finally {
      server.stop();
    }
  }

  private static boolean described(Json body) {
    return body.at("/multipart").isPresent() || body.at("/binary").isPresent();
  }

  /** By what was recorded of the request: where it was, and is not only described. */
  @ParameterizedTest
  @MethodSource("folders")
  void areFoundByTheirRecordedRequest(Path folder) throws Exception {
    WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
    List<Exchange> exchanges =
        Exchange.folder(folder).stream()
            .filter(e -> e.response().status() >= 200)
            .filter(e -> e.request().flatMap(Exchange.Request::body).isPresent())
            .filter(e -> !described(e.request().flatMap(Exchange.Request::body).orElseThrow()))
            .toList();
    try (ReplayServer replay = ReplayServer.newBuilder().exchanges(exchanges).start()) {
      ExchangeStubs.of(exchanges).withBodies().stubOn(server);
      for (Exchange exchange : exchanges) {
        arrives(server.baseUrl(), exchange);
        arrives(replay.uri().toString(), exchange);
      }
    } finally {
      server.stop();
    }
  }
}
