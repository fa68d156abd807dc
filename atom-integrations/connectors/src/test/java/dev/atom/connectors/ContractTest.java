package dev.atom.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.mock.ReceivedRequest;
import dev.atom.operation.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the connectors send, against the services' own descriptions. */
class ContractTest {
  private static final String MEDIA = "application/json";

  @ParameterizedTest
  @ValueSource(strings = {"slack", "github"})
  void everyRequestFitsTheExcerptOfTheServicesDescription(String id) {
    check(id, TestFiles.json(id + "-contract.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"slack", "github"})
  @EnabledIfSystemProperty(named = "atom.contracts", matches = ".+")
  void everyRequestFitsTheServicesDescription(String id) throws IOException {
    Path file = Path.of(System.getProperty("atom.contracts"), "connectors", id + ".json");
    check(id, Json.parseObject(Files.readString(file)));
  }

  private static void check(String id, Json.Obj contract) {
    String base = text(contract.at("/servers/0/url").orElseThrow());
    assertThat(text(TestFiles.json(id + ".json").get("baseUrl").orElseThrow())).isEqualTo(base);
    try (Service service = new Service(id)) {
      for (Operation operation : service.operations()) {
        Json.Obj schema = operation.tool().parameters().document();
        send(service, operation, sample(schema, members(schema, "properties").keySet()));
        fits(service.request(), contract);
        send(service, operation, sample(schema, texts(schema, "required")));
        fits(service.request(), contract);
      }
      assertThat(service.requests()).hasSize(2 * service.operations().size());
    }
  }

  private static void send(Service service, Operation operation, Json.Obj arguments) {
    service.answer(200, "{\"ok\":true}");
    operation.invoke(arguments, Service.CALL);
  }

  private static void fits(ReceivedRequest request, Json.Obj contract) {
    String[] address = request.path().substring("/api".length()).split("\\?", 2);
    Json.Obj described = operation(contract, request.method(), address[0]);
    Set<String> known = new LinkedHashSet<>();
    Set<String> required = new LinkedHashSet<>();
    for (Json item : items(described, "parameters")) {
      Json.Obj parameter = resolve((Json.Obj) item, contract);
      if (parameter.text("in").orElseThrow().equals("query")) {
        known.add(parameter.text("name").orElseThrow());
        if (parameter.get("required").filter(Json.of(true)::equals).isPresent()) {
          required.add(parameter.text("name").orElseThrow());
        }
      }
    }
    Set<String> sent = new LinkedHashSet<>();
    Arrays.stream(address.length < 2 ? new String[0] : address[1].split("&"))
        .forEach(pair -> sent.add(pair.split("=")[0]));
    assertThat(known).as("query of " + request).containsAll(sent);
    assertThat(sent).as("query of " + request).containsAll(required);
    if (request.method().equals("POST")) {
      String pointer = "/requestBody/content/" + MEDIA.replace("/", "~1") + "/schema";
      Json.Obj schema = (Json.Obj) described.at(pointer).orElseThrow();
      assertThat(JsonSchema.of(schema).check(request.json())).as("body of " + request).isEmpty();
      assertThat(members(schema, "properties").keySet())
          .as("body of " + request)
          .containsAll(((Json.Obj) request.json()).members().keySet());
    }
  }

  private static Json.Obj operation(Json.Obj contract, String method, String path) {
    List<Map.Entry<String, Json>> found =
        members(contract, "paths").entrySet().stream()
            .filter(entry -> path.matches(entry.getKey().replaceAll("\\{[a-z_]+}", "[^/]+")))
            .filter(entry -> ((Json.Obj) entry.getValue()).get(lower(method)).isPresent())
            .toList();
    assertThat(found).as(method + " " + path).hasSize(1);
    return (Json.Obj) ((Json.Obj) found.get(0).getValue()).get(lower(method)).orElseThrow();
  }

  private static Json.Obj resolve(Json.Obj object, Json.Obj contract) {
    return object
        .text("$ref")
        .map(ref -> (Json.Obj) contract.at(ref.substring(1)).orElseThrow())
        .orElse(object);
  }

  private static Json.Obj sample(Json.Obj schema, Iterable<String> names) {
    var arguments = Json.object();
    for (String name : names) {
      arguments.put(name, sample((Json.Obj) members(schema, "properties").get(name)));
    }
    return arguments.build();
  }

  private static Json sample(Json.Obj schema) {
    List<Json> choices = items(schema, "enum");
    if (!choices.isEmpty()) {
      return choices.get(0);
    }
    return switch (schema.text("type").orElseThrow()) {
      case "string" -> Json.of("value");
      case "integer" -> Json.of(1);
      case "boolean" -> Json.of(true);
      case "array" -> Json.array(List.of(sample((Json.Obj) schema.get("items").orElseThrow())));
      default -> throw new AssertionError("no sample for " + schema);
    };
  }

  private static Map<String, Json> members(Json.Obj object, String name) {
    return ((Json.Obj) object.get(name).orElse(Json.Obj.EMPTY)).members();
  }

  private static List<Json> items(Json.Obj object, String name) {
    return ((Json.Arr) object.get(name).orElse(Json.array(List.of()))).items();
  }

  private static List<String> texts(Json.Obj object, String name) {
    return items(object, name).stream().map(ContractTest::text).toList();
  }

  private static String text(Json json) {
    return ((Json.Str) json).value();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
