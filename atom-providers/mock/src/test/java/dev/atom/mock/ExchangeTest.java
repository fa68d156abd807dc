package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeTest {
  static final String VALID =
      """
      {"source": "s", "licence": "MIT", "provider": "openai", "operation": "chat",
       "request": {"method": "POST", "host": "h", "path": "/v1/x", "headers": {"a": ["1", "2"]},
                   "body": {"q": 1}},
       "response": {"status": 200, "headers": {"B": "3"}, "body": "ok"}}
      """;

  @Test
  void readsARecordedExchange() {
    Exchange exchange = TestExchanges.plain();
    assertThat(exchange.provider()).isEqualTo("openai");
    assertThat(exchange.licence()).isEqualTo("MIT");
    assertThat(exchange.details().text("model")).contains("gpt-3.5-turbo-0125");
    Exchange.Request request = exchange.request().orElseThrow();
    assertThat(request.method() + " " + request.path()).isEqualTo("POST /v1/chat/completions");
    assertThat(exchange.response().headers().get("SET-COOKIE")).hasSize(2);
    assertThat(exchange.response().text()).contains("Teleportation");
  }

  @Test
  void allRecordedExchangesSurviveWritingAndReading() {
    for (Exchange exchange : TestExchanges.all()) {
      assertThat(Exchange.parse(exchange.name(), exchange.toJson().toPrettyString()))
          .isEqualTo(exchange);
    }
  }

  @Test
  void bodyThatIsNoTextIsKeptAsBase64() {
    Exchange.Response answer = new Exchange.Response(200, Map.of(), new byte[] {-1, 0, 1});
    Exchange exchange = new Exchange("x", "", "", "", "", Optional.empty(), answer, Json.Obj.EMPTY);
    assertThat(exchange.toJson().at("/response/body_base64")).contains(Json.of("/wAB"));
    assertThat(Exchange.parse("x", exchange.toJson().toString())).isEqualTo(exchange);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"source\": \"s\" | \"source\": 1 | /source",
        "\"source\": \"s\" | \"other\": \"s\" | /source",
        "\"licence\": \"MIT\" | \"licence\": null | /licence",
        "\"method\": \"POST\" | \"method\": \"PO ST\" | /request/method",
        "\"path\": \"/v1/x\" | \"path\": \"http://evil/\" | /request/path",
        "\"path\": \"/v1/x\" | \"path\": \"/a b\" | /request/path",
        "\"host\": \"h\" | \"host\": {} | /request/host",
        "[\"1\", \"2\"] | [\"1\", 2] | /request/headers/a",
        "\"status\": 200 | \"status\": \"200\" | /response/status",
        "\"status\": 200 | \"status\": 99 | /response/status",
        "\"status\": 200 | \"status\": 1e999 | /response/status",
        "\"status\": 200 | \"status\": 200.5 | /response/status",
        "\"B\": \"3\" | \"B\": \"3\\r\\nX: 1\" | /response/headers/B",
        "\"B\": \"3\" | \"B\\n\": \"3\" | /response/headers",
        "\"body\": \"ok\" | \"body\": {} | /response/body",
        "\"body\": \"ok\" | \"body_base64\": \"*\" | /response/body_base64",
        "\"body\": \"ok\" | \"body\": \"ok\", \"body_base64\": \"\" | /response/body",
        "\"response\" | \"answer\" | /response",
      })
  void malformedFieldIsNamed(String good, String bad, String field) {
    assertThat(VALID).contains(good);
    String broken = VALID.replace(good, bad);
    assertThatThrownBy(() -> Exchange.parse("broken.json", broken))
        .isInstanceOf(InvalidExchange.class)
        .hasMessageContaining("broken.json")
        .hasMessageContaining(field)
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidExchange.class))
        .satisfies(e -> assertThat(e.file()).isEqualTo("broken.json"))
        .satisfies(e -> assertThat(e.field()).startsWith(field));
  }

  @Test
  void lineEndThatARecorderLeftInARequestHeaderIsKept() {
    Exchange exchange = Exchange.parse("x", VALID.replace("\"1\"", "\"1\\nb: 2\""));
    assertThat(exchange.request().orElseThrow().headers().get("a")).containsExactly("1\nb: 2", "2");
  }

  @Test
  void fileThatIsNoJsonOrNoTextIsNamed(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("cut.json"), VALID.substring(0, 100));
    assertThatThrownBy(() -> Exchange.folder(folder))
        .isInstanceOf(InvalidExchange.class)
        .hasMessageContaining("cut.json");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {-1, -2});
    assertThatThrownBy(() -> Exchange.read(binary))
        .isInstanceOf(InvalidExchange.class)
        .hasMessageContaining("binary");
    assertThatThrownBy(() -> Exchange.folder(folder.resolve("none")))
        .isInstanceOf(InvalidExchange.class)
        .hasMessageContaining("none");
    assertThatThrownBy(() -> Exchange.resource(ExchangeTest.class, "none.json"))
        .isInstanceOf(InvalidExchange.class)
        .hasMessageContaining("none.json");
  }

  @Test
  void folderIsReadInTheOrderOfNames(@TempDir Path folder) throws IOException {
    for (String name : List.of("b.json", "a.json", "c.txt")) {
      Files.writeString(folder.resolve(name), VALID);
    }
    assertThat(Exchange.folder(folder))
        .extracting(Exchange::name)
        .containsExactly("a.json", "b.json");
  }
}
