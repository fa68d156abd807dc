package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.mock.ChatModelContract;
import dev.atom.mock.Exchange;
import dev.atom.mock.Fault;
import dev.atom.mock.ModelSituation;
import dev.atom.mock.ReplayServer;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ModelRef;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** The dialect against what every model must do, over a server that replays. */
class AnthropicContractTest extends ChatModelContract {
  private static final ModelRef ASKED = new ModelRef("anthropic", "claude-haiku-4-5");
  private static final String TEXT = "It is sunny in Paris.";
  private static final String WEATHER = "{\"city\":\"Paris\",\"celsius\":21}";
  private static final Json.Obj USAGE =
      Json.parseObject(
          "{\"input_tokens\":5,\"cache_read_input_tokens\":4,\"output_tokens\":7,"
              + "\"output_tokens_details\":{\"thinking_tokens\":3}}");

  private final List<ReplayServer> servers = new ArrayList<>();

  @AfterEach
  void closeServers() {
    servers.forEach(ReplayServer::close);
  }

  @Override
  protected ChatModel model(ModelSituation situation) {
    ReplayServer server =
        ReplayServer.newBuilder()
            .exchanges(List.of(exchange(situation, false), exchange(situation, true)))
            .start();
    servers.add(server);
    fault(situation).ifPresent(server::inject);
    String base = server.uri().resolve("/v1").toString();
    Provider provider =
        Provider.of(Profiles.anthropic().toBuilder().base(base).build(), TestModels.keys());
    return situation == ModelSituation.LIMITED
        ? provider.chat(ASKED.name(), Set.of(Capability.CHAT, Capability.STREAMING))
        : provider.chat(ASKED.name());
  }

  private static Optional<Fault> fault(ModelSituation situation) {
    return switch (situation) {
      case TEXT, TOOL_CALL, STRUCTURED, REASONING, LIMITED -> Optional.empty();
      case KEY_REJECTED -> Optional.of(Fault.status(401));
      case RATE_LIMITED -> Optional.of(Fault.status(429));
      case CUT_STREAM -> Optional.of(new Fault.CutAfter(firstEvent()));
      case SILENT -> Optional.of(new Fault.Silence());
      case STALLED_STREAM -> Optional.of(new Fault.StallAfter(firstEvent()));
    };
  }

  private static int firstEvent() {
    return line(events(ModelSituation.TEXT).get(0)).getBytes(StandardCharsets.UTF_8).length;
  }

  private static List<Json.Obj> content(ModelSituation situation) {
    List<Json.Obj> content = new ArrayList<>();
    if (situation == ModelSituation.REASONING) {
      content.add(
          Json.parseObject(
              "{\"type\":\"thinking\",\"thinking\":\"A question of weather.\","
                  + "\"signature\":\"sig\"}"));
    }
    content.add(
        situation == ModelSituation.TOOL_CALL
            ? Json.parseObject(
                "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\","
                    + "\"input\":{\"city\":\"Paris\"}}")
            : Json.object()
                .put("type", "text")
                .put("text", situation == ModelSituation.STRUCTURED ? WEATHER : TEXT)
                .build());
    return content;
  }

  private static Json.Obj message(List<Json.Obj> content, Json stop) {
    return Json.object()
        .put("id", "msg_1")
        .put("type", "message")
        .put("role", "assistant")
        .put("model", ASKED.name())
        .put("content", content)
        .put("stop_reason", stop)
        .put("usage", USAGE)
        .build();
  }

  private static Json stop(ModelSituation situation) {
    return Json.of(situation == ModelSituation.TOOL_CALL ? "tool_use" : "end_turn");
  }

  private static List<Json.Obj> events(ModelSituation situation) {
    List<Json.Obj> events = new ArrayList<>();
    Json.Obj begun = message(List.of(), Json.NULL);
    events.add(Json.object().put("type", "message_start").put("message", begun).build());
    List<Json.Obj> content = content(situation);
    for (int i = 0; i < content.size(); i++) {
      block(i, content.get(i), events);
    }
    Json.Obj delta = Json.object().put("stop_reason", stop(situation)).build();
    events.add(
        Json.object().put("type", "message_delta").put("delta", delta).put("usage", USAGE).build());
    events.add(Json.object().put("type", "message_stop").build());
    return events;
  }

  private static void block(int index, Json.Obj block, List<Json.Obj> events) {
    String type = block.text("type").orElseThrow();
    switch (type) {
      case "thinking" -> {
        start(index, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}", events);
        delta(index, "thinking", block.text("thinking").orElseThrow(), events);
        delta(index, "signature", block.text("signature").orElseThrow(), events);
      }
      case "tool_use" -> {
        start(index, block.toBuilder().put("input", Json.Obj.EMPTY).build().toString(), events);
        delta(index, "input_json", block.get("input").orElseThrow().toString(), events);
      }
      default -> {
        start(index, "{\"type\":\"text\",\"text\":\"\"}", events);
        for (String piece : block.text("text").orElseThrow().split("(?<= )|(?<=,)")) {
          delta(index, "text", piece, events);
        }
      }
    }
    events.add(Json.object().put("type", "content_block_stop").put("index", index).build());
  }

  private static void start(int index, String block, List<Json.Obj> events) {
    events.add(
        Json.object()
            .put("type", "content_block_start")
            .put("index", index)
            .put("content_block", Json.parse(block))
            .build());
  }

  private static void delta(int index, String kind, String text, List<Json.Obj> events) {
    String member = kind.equals("input_json") ? "partial_json" : kind;
    Json.Obj delta = Json.object().put("type", kind + "_delta").put(member, text).build();
    events.add(
        Json.object()
            .put("type", "content_block_delta")
            .put("index", index)
            .put("delta", delta)
            .build());
  }

  private static String line(Json.Obj event) {
    return "event: " + event.text("type").orElseThrow() + "\ndata: " + event + "\n\n";
  }

  private static Exchange exchange(ModelSituation situation, boolean streamed) {
    StringBuilder body = new StringBuilder();
    if (streamed) {
      events(situation).forEach(event -> body.append(line(event)));
    } else {
      body.append(message(content(situation), stop(situation)));
    }
    Json.Obj asked = new MessagesDialect().body(situation.request(), ASKED, streamed).json();
    return new Exchange(
        situation + (streamed ? " streamed" : " whole"),
        "written by hand",
        "",
        "anthropic",
        streamed ? "chat_stream" : "chat",
        Optional.of(new Exchange.Request("POST", "", "/v1/messages", Map.of(), Optional.of(asked))),
        new Exchange.Response(
            200,
            Map.of("content-type", List.of(streamed ? "text/event-stream" : "application/json")),
            body.toString().getBytes(StandardCharsets.UTF_8)),
        Json.Obj.EMPTY);
  }
}
