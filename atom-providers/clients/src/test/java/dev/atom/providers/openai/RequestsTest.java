package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.providers.wire.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The request built for a recorded request's intent means the same. Allowed differences, and no
 * others:
 *
 * <ul>
 *   <li>members that say what is the default anyway: {@code tool_choice: auto}, {@code stream:
 *       false}, null, an item's {@code type: message}, {@code include: []};
 *   <li>text as a string or as a list of one text part;
 *   <li>instructions as such or as a first message, the system's role as {@code system} or {@code
 *       developer};
 *   <li>{@code max_tokens} or its successor {@code max_completion_tokens};
 *   <li>{@code strict} of a tool, which Atom always sends as false, and inside its schema, where it
 *       means nothing; a {@code name} beside a chat tool's function; {@code index} in a chat tool
 *       call sent back;
 *   <li>the {@code description} of a format's schema, of which there is one inside the schema too;
 *   <li>Atom's privacy and economy: {@code store: false}, encrypted reasoning for models that
 *       reason, usage in streams, no obfuscation;
 *   <li>the end of data that the recording cut.
 * </ul>
 */
class RequestsTest {
  /** Written with what Atom does not model: a prompt stored at the provider instead of messages. */
  private static final String STORED_PROMPT = "responses-image-o4-mini-2025-04-16-85fd.json";

  static List<Recording> requests() {
    return Recording.all().stream()
        .filter(r -> !r.isError() && r.requestBody().isPresent())
        .filter(r -> !r.file().equals(STORED_PROMPT))
        .toList();
  }

  @Test
  void everyRecordedRequestIsComparedButTheOneWithAStoredPrompt() {
    assertThat(Recording.all()).filteredOn(r -> !r.isError()).hasSize(50);
    assertThat(requests()).hasSize(48);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestMeansTheSameAsTheRecordedOne(Recording recording) {
    Json.Obj recorded = recording.requestBody().orElseThrow();
    ChatRequest request = IntentReader.read(recorded);
    Dialect dialect = TestModel.dialectOf(recording.dialect());
    ModelRef asked = new ModelRef("openai", request.model().orElseThrow());
    Dialect.Body built = dialect.body(request, asked, recording.isStream());
    assertThat(built.warnings()).isEmpty();
    assertThat(meaning(built.json())).isEqualTo(meaning(recorded));
  }

  static Json meaning(Json.Obj body) {
    Map<String, Json> members = new LinkedHashMap<>(body.members());
    List<Json> messages = new ArrayList<>();
    Optional.ofNullable(members.remove("instructions"))
        .ifPresent(text -> messages.add(message("system", text)));
    for (String name : List.of("input", "messages")) {
      Json list = members.remove(name);
      if (list instanceof Json.Str) {
        messages.add(message("user", list));
      } else if (list != null) {
        IntentReader.list(list).forEach(item -> messages.add(item((Json.Obj) item)));
      }
    }
    members.put("messages", Json.array(messages));
    Optional.ofNullable(members.remove("max_tokens"))
        .ifPresent(tokens -> members.put("max_completion_tokens", tokens));
    members.computeIfPresent("tools", (name, tools) -> tools(tools));
    members.computeIfPresent("response_format", (name, format) -> format((Json.Obj) format));
    List.of("store", "include", "stream_options").forEach(members::remove);
    members.remove("tool_choice", Json.of("auto"));
    members.remove("stream", Json.of(false));
    members.values().removeIf(Json.Null.class::isInstance);
    return new Json.Obj(members);
  }

  private static Json message(String role, Json content) {
    return Json.object().put("role", role).put("content", content).build();
  }

  private static Json item(Json.Obj item) {
    Map<String, Json> members = new LinkedHashMap<>(item.members());
    members.remove("type", Json.of("message"));
    members.replace("role", Json.of("developer"), Json.of("system"));
    members.computeIfPresent("content", (name, content) -> content(content));
    members.computeIfPresent("tool_calls", (name, calls) -> without(calls, "index"));
    return new Json.Obj(members);
  }

  private static Json content(Json content) {
    if (!(content instanceof Json.Arr parts)) {
      return content;
    }
    if (parts.items().size() == 1 && parts.items().get(0).at("/text").isPresent()) {
      return parts.items().get(0).at("/text").get();
    }
    return Json.array(parts.items().stream().map(RequestsTest::cut).toList());
  }

  /** Cuts data where the recording did: behind the characters that make up whole bytes. */
  private static Json cut(Json json) {
    return switch (json) {
      case Json.Obj object -> {
        Map<String, Json> members = new LinkedHashMap<>(object.members());
        members.replaceAll((name, value) -> cut(value));
        yield new Json.Obj(members);
      }
      case Json.Str text when text.value().contains("...[cut") -> {
        String kept = text.value().substring(0, text.value().indexOf("...[cut"));
        int start = kept.indexOf(',') + 1;
        yield Json.of(kept.substring(0, kept.length() - (kept.length() - start) % 4));
      }
      default -> json;
    };
  }

  private static Json tools(Json tools) {
    return Json.array(
        IntentReader.list(tools).stream().map(tool -> tool((Json.Obj) tool)).toList());
  }

  private static Json tool(Json.Obj tool) {
    Map<String, Json> members = new LinkedHashMap<>(tool.members());
    members.remove("strict");
    if (members.get("function") instanceof Json.Obj function) {
      members.remove("name");
      members.put("function", tool(function));
    }
    members.computeIfPresent("parameters", (name, schema) -> strip((Json.Obj) schema, "strict"));
    return new Json.Obj(members);
  }

  private static Json format(Json.Obj format) {
    Map<String, Json> members = new LinkedHashMap<>(format.members());
    members.computeIfPresent(
        "json_schema", (name, schema) -> strip((Json.Obj) schema, "description"));
    return new Json.Obj(members);
  }

  private static Json without(Json list, String name) {
    return Json.array(
        IntentReader.list(list).stream().map(item -> strip((Json.Obj) item, name)).toList());
  }

  private static Json strip(Json.Obj json, String name) {
    Map<String, Json> members = new LinkedHashMap<>(json.members());
    members.remove(name);
    return new Json.Obj(members);
  }
}
