package dev.atom.mock.wiremock;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit.Stubbing;
import com.github.tomakehurst.wiremock.matching.UrlPattern;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import dev.atom.json.Json;
import dev.atom.mock.Exchange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Recorded exchanges as plain stubs: for any WireMock server, also one that runs already. Of several
 * exchanges with the same request each is played once in order, and the last one from then on.
 * Recordings without a request, and those of WebSocket messages, are left out. Immutable and
 * thread-safe.
 */
public final class ExchangeStubs {
  private static final String ANY_VALUE = "<redacted>";

  private final List<Exchange> exchanges;
  private final boolean bodies;

  private ExchangeStubs(List<Exchange> exchanges, boolean bodies) {
    this.exchanges = exchanges;
    this.bodies = bodies;
  }

  /**
   * Returns stubs that match by method and path with query; parameters may come in another order, and
   * one that was recorded as {@code <redacted>} may have any value.
   *
   * @param exchanges the exchanges in the order in which they are played
   * @return the stubs, on no server yet
   */
  public static ExchangeStubs of(List<Exchange> exchanges) {
    return new ExchangeStubs(
        exchanges.stream()
            .filter(e -> e.request().isPresent() && e.response().status() >= 200)
            .toList(),
        false);
  }

  /**
   * Returns stubs of all exchanges of a folder.
   *
   * @param folder a folder with JSON files; their names' order is that of the exchanges
   * @return the stubs, on no server yet
   * @throws dev.atom.mock.InvalidExchange if one is no exchange; names file and field
   */
  public static ExchangeStubs folder(Path folder) {
    return of(Exchange.folder(folder));
  }

  /**
   * Returns stubs that match the body too: JSON in meaning, another text to the letter. A body that
   * was recorded only by description (multipart, binary) equals any.
   *
   * @return the narrower stubs
   */
  public ExchangeStubs withBodies() {
    return new ExchangeStubs(exchanges, true);
  }

  /**
   * Adds the stubs to a server.
   *
   * @param server a {@code WireMockServer} or {@code WireMockExtension}
   * @return what was added, to be removed again with {@code removeStub}
   */
  public List<StubMapping> stubOn(Stubbing server) {
    Map<List<String>, List<Exchange>> sameRequest = new LinkedHashMap<>();
    for (Exchange exchange : exchanges) {
      sameRequest.computeIfAbsent(key(asked(exchange)), key -> new ArrayList<>()).add(exchange);
    }
    List<StubMapping> added = new ArrayList<>();
    for (List<Exchange> same : sameRequest.values()) {
      String scenario = "atom-" + UUID.randomUUID();
      for (int i = 0; i < same.size(); i++) {
        MappingBuilder stub = stub(same.get(i));
        if (same.size() > 1) {
          stub.inScenario(scenario)
              .whenScenarioStateIs(state(i))
              .willSetStateTo(state(Math.min(i + 1, same.size() - 1)));
        }
        added.add(server.stubFor(stub));
      }
    }
    return List.copyOf(added);
  }

  private static Exchange.Request asked(Exchange exchange) {
    return exchange.request().orElseThrow();
  }

  private List<String> key(Exchange.Request request) {
    String body = bodies ? request.body().map(Json::toString).orElse("") : "";
    return List.of(request.method(), request.path(), body);
  }

  private static String state(int played) {
    return played == 0 ? Scenario.STARTED : "played " + played;
  }

  private MappingBuilder stub(Exchange exchange) {
    Exchange.Request request = asked(exchange);
    MappingBuilder stub = WireMock.request(request.method(), url(request.path()));
    if (bodies) {
      request.body().ifPresent(body -> matchBody(stub, body));
    }
    return stub.withName(exchange.name()).willReturn(answer(exchange.response()));
  }

  /** The same parameters in any order: WireMock's own matching would let further ones pass. */
  private static UrlPattern url(String recorded) {
    String[] path = recorded.split("\\?", 2);
    if (path.length == 1) {
      return WireMock.urlEqualTo(recorded);
    }
    List<String> parameters = List.of(path[1].split("&", -1));
    String each =
        parameters.stream()
            .map(parameter -> "(?=(?:[^?]*&)?" + value(parameter) + "(?:&|$))")
            .collect(Collectors.joining());
    String asMany = "[^&]*(?:&[^&]*){" + (parameters.size() - 1) + "}";
    return WireMock.urlMatching(Pattern.quote(path[0]) + "\\?" + each + asMany);
  }

  private static String value(String parameter) {
    String name = parameter.split("=", 2)[0];
    return parameter.equals(name + "=" + ANY_VALUE)
        ? Pattern.quote(name + "=") + "[^&]*"
        : Pattern.quote(parameter);
  }

  private static void matchBody(MappingBuilder stub, Json body) {
    Optional<Json> described =
        body instanceof Json.Obj object && object.members().size() == 1
            ? object.get("multipart").or(() -> object.get("binary"))
            : Optional.empty();
    if (described.isEmpty()) {
      stub.withRequestBody(
          body instanceof Json.Str text
              ? WireMock.equalTo(text.value())
              : WireMock.equalToJson(body.toString()));
    }
  }

  private static ResponseDefinitionBuilder answer(Exchange.Response response) {
    ResponseDefinitionBuilder answer =
        WireMock.aResponse().withStatus(response.status()).withBody(response.body());
    response
        .messageHeaders()
        .forEach((name, values) -> answer.withHeader(name, values.toArray(String[]::new)));
    return answer;
  }
}
