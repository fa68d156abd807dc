package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
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
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** Gemini against what every model must do, over a server that replays. */
class GeminiContractTest extends ChatModelContract {
  private static final ModelRef ASKED = new ModelRef("gemini", "gemini-test");
  private static final String USAGE =
      "{\"promptTokenCount\":9,\"cachedContentTokenCount\":4,\"candidatesTokenCount\":4,"
          + "\"thoughtsTokenCount\":3}";
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

  private static Json.Obj part(String text) {
    return Json.object().put("text", text).build();
  }

  private static Json.Obj chunk(List<Json.Obj> parts, boolean last) {
    JsonObjectBuilder candidate =
        Json.object().put("content", Json.object().put("parts", parts).build()).put("index", 0);
    if (last) {
      candidate.put("finishReason", "STOP");
    }
    return Json.object()
        .put("candidates", List.of(candidate.build()))
        .put("usageMetadata", Json.parse(USAGE))
        .put("modelVersion", "gemini-test")
        .put("responseId", "reply-1")
        .build();
  }

  private static List<Json.Obj> pieces(ModelSituation situation) {
    List<Json.Obj> parts = new ArrayList<>();
    if (situation == ModelSituation.REASONING) {
      parts.add(part("A question of weather.").toBuilder().put("thought", true).build());
    }
    if (situation == ModelSituation.TOOL_CALL) {
      parts.add(
          Json.parseObject(
              "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Paris\"}},"
                  + "\"thoughtSignature\":\"c2ln\"}"));
    } else {
      for (String piece : text(situation).split("(?<= )|(?<=,)")) {
        parts.add(part(piece));
      }
    }
    return parts;
  }

  private static List<Json.Obj> events(ModelSituation situation) {
    List<Json.Obj> events = new ArrayList<>();
    pieces(situation).forEach(piece -> events.add(chunk(List.of(piece), false)));
    events.add(chunk(List.of(part("")), true));
    return events;
  }

  private static Json.Obj whole(ModelSituation situation) {
    List<Json.Obj> parts = new ArrayList<>();
    for (Json.Obj piece : pieces(situation)) {
      if (piece.members().size() > 1) {
        parts.add(piece);
      }
    }
    if (situation != ModelSituation.TOOL_CALL) {
      parts.add(part(text(situation)));
    }
    return chunk(parts, true);
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
            Profiles.gemini().toBuilder().base(server.uri().resolve("/v1beta").toString()).build(),
            ref -> Optional.of(Secret.of("AIza-contract-0123456789")));
    return situation == ModelSituation.LIMITED
        ? provider.chat(ASKED.name(), Set.of(Capability.CHAT, Capability.STREAMING))
        : provider.chat(ASKED.name());
  }

  private static Optional<Fault> fault(ModelSituation situation) {
    int first = line(events(ModelSituation.TEXT).get(0)).getBytes(StandardCharsets.UTF_8).length;
    return switch (situation) {
      case TEXT, TOOL_CALL, STRUCTURED, REASONING, LIMITED -> Optional.empty();
      case KEY_REJECTED -> Optional.of(Fault.status(401));
      case RATE_LIMITED -> Optional.of(Fault.status(429));
      case CUT_STREAM -> Optional.of(new Fault.CutAfter(first));
      case SILENT -> Optional.of(new Fault.Silence());
      case STALLED_STREAM -> Optional.of(new Fault.StallAfter(first));
    };
  }

  private static String line(Json.Obj event) {
    return "data: " + event + "\n\n";
  }

  private static Exchange exchange(ModelSituation situation, boolean streamed) {
    StringBuilder body = new StringBuilder();
    if (streamed) {
      events(situation).forEach(event -> body.append(line(event)));
    } else {
      body.append(whole(situation));
    }
    Json sent = GeminiTestGround.DIALECT.body(situation.request(), ASKED, streamed).json();
    String path = "/v1beta/" + GeminiTestGround.DIALECT.path(ASKED, streamed);
    String type = streamed ? "text/event-stream" : "application/json";
    return new Exchange(
        situation + (streamed ? " streamed" : " whole"),
        "written by hand",
        "",
        "gemini",
        streamed ? "chat_stream" : "chat",
        Optional.of(new Exchange.Request("POST", "", path, Map.of(), Optional.of(sent))),
        new Exchange.Response(
            200,
            Map.of("content-type", List.of(type)),
            body.toString().getBytes(StandardCharsets.UTF_8)),
        Json.Obj.EMPTY);
  }
}
