package dev.atom.providers.ollama;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.mock.ChatModelContract;
import dev.atom.mock.Exchange;
import dev.atom.mock.Fault;
import dev.atom.mock.ModelSituation;
import dev.atom.mock.ReplayServer;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** Ollama against what every model must do, over a server that replays. */
class OllamaContractTest extends ChatModelContract {
  private final List<ReplayServer> servers = new ArrayList<>();

  @AfterEach
  void closeServers() {
    servers.forEach(ReplayServer::close);
  }

  private static String text(ModelSituation situation) {
    return situation == ModelSituation.STRUCTURED
        ? "{\"city\":\"Paris\",\"celsius\":21}"
        : "It is sunny in Paris.";
  }

  private static JsonObjectBuilder line(Json.Obj message, boolean done) {
    return Json.object()
        .put("model", "asked")
        .put("created_at", "2026-08-05T08:10:56.372032Z")
        .put("message", message)
        .put("done", done);
  }

  private static Json.Obj last(Json.Obj message) {
    return line(message, true)
        .put("done_reason", "stop")
        .put("prompt_eval_count", 9)
        .put("eval_count", 7)
        .build();
  }

  private static Json.Obj message(String member, String text) {
    return Json.object().put("role", "assistant").put(member, text).build();
  }

  private static List<Json> calls() {
    return List.of(
        Json.parse(
            "{\"function\":{\"index\":0,\"name\":\"weather\",\"arguments\":{\"city\":\"Paris\"}}}"));
  }

  private static List<Json.Obj> events(ModelSituation situation) {
    List<Json.Obj> events = new ArrayList<>();
    if (situation == ModelSituation.REASONING) {
      for (String piece : List.of("A question", " of weather", ".")) {
        events.add(line(message("thinking", piece), false).build());
      }
    }
    if (situation == ModelSituation.TOOL_CALL) {
      Json.Obj called = message("content", "").toBuilder().put("tool_calls", calls()).build();
      events.add(line(called, false).build());
    } else {
      for (String piece : text(situation).split("(?<= )|(?<=,)")) {
        events.add(line(message("content", piece), false).build());
      }
    }
    events.add(last(message("content", "")));
    return events;
  }

  private static Json.Obj whole(ModelSituation situation) {
    boolean calls = situation == ModelSituation.TOOL_CALL;
    JsonObjectBuilder message = message("content", calls ? "" : text(situation)).toBuilder();
    if (situation == ModelSituation.REASONING) {
      message.put("thinking", "A question of weather.");
    }
    return last(calls ? message.put("tool_calls", calls()).build() : message.build());
  }

  @Override
  protected ChatModel model(ModelSituation situation) {
    ReplayServer server =
        ReplayServer.newBuilder()
            .exchanges(List.of(exchange(situation, false), exchange(situation, true)))
            .start();
    servers.add(server);
    fault(situation).ifPresent(server::inject);
    Provider provider =
        Provider.of(
            Profiles.ollama().toBuilder().base(server.uri().toString()).build(),
            ref -> Optional.of(Secret.of("contract-0123456789")));
    return situation == ModelSituation.LIMITED
        ? provider.chat("asked", Set.of(Capability.CHAT, Capability.STREAMING))
        : provider.chat("asked");
  }

  private static Optional<Fault> fault(ModelSituation situation) {
    int first = (events(ModelSituation.TEXT).get(0) + "\n").getBytes(StandardCharsets.UTF_8).length;
    return switch (situation) {
      case TEXT, TOOL_CALL, STRUCTURED, REASONING, LIMITED -> Optional.empty();
      case KEY_REJECTED -> Optional.of(Fault.status(401));
      case RATE_LIMITED -> Optional.of(Fault.status(429));
      case CUT_STREAM -> Optional.of(new Fault.CutAfter(first));
      case SILENT -> Optional.of(new Fault.Silence());
      case STALLED_STREAM -> Optional.of(new Fault.StallAfter(first));
    };
  }

  private static Exchange exchange(ModelSituation situation, boolean streamed) {
    StringBuilder body = new StringBuilder();
    if (streamed) {
      events(situation).forEach(event -> body.append(event).append('\n'));
    } else {
      body.append(whole(situation));
    }
    Json sent =
        OllamaTestGround.DIALECT.body(situation.request(), OllamaTestGround.ASKED, streamed).json();
    String type = streamed ? "application/x-ndjson" : "application/json; charset=utf-8";
    return new Exchange(
        situation + (streamed ? " streamed" : " whole"),
        "written by hand",
        "",
        "ollama",
        streamed ? "chat_stream" : "chat",
        Optional.of(new Exchange.Request("POST", "", "/api/chat", Map.of(), Optional.of(sent))),
        new Exchange.Response(
            200,
            Map.of("content-type", List.of(type)),
            body.toString().getBytes(StandardCharsets.UTF_8)),
        Json.Obj.EMPTY);
  }
}
