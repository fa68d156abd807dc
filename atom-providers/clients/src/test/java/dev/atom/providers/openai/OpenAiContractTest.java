package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.mock.ChatModelContract;
import dev.atom.mock.Exchange;
import dev.atom.mock.Fault;
import dev.atom.mock.ModelSituation;
import dev.atom.mock.ReplayServer;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ModelRef;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Protocol;
import dev.atom.providers.wire.Dialect;
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Both dialects against what every model must do, over a server that replays. */
class OpenAiContractTest {
  private static final ModelRef ASKED = new ModelRef("openai", "gpt-test");
  private static final String TEXT = "It is sunny in Paris.";
  private static final String ARGUMENTS = "{\"city\":\"Paris\"}";
  private static final String WEATHER = "{\"city\":\"Paris\",\"celsius\":21}";

  @Nested
  class Responses extends Contract {
    Responses() {
      super(Protocol.OPENAI_RESPONSES, "/v1/responses");
    }

    @Override
    Json.Obj whole(ModelSituation situation) {
      List<Json> output = new ArrayList<>();
      if (situation == ModelSituation.REASONING) {
        output.add(
            Json.parse(
                "{\"type\":\"reasoning\",\"id\":\"rs\",\"encrypted_content\":\"x\",\"summary\":"
                    + "[{\"type\":\"summary_text\",\"text\":\"A question of weather.\"}]}"));
      }
      Json.Obj last =
          situation == ModelSituation.TOOL_CALL
              ? Json.object()
                  .put("type", "function_call")
                  .put("id", "fc")
                  .put("call_id", "call_1")
                  .put("name", "weather")
                  .put("arguments", ARGUMENTS)
                  .build()
              : Json.object()
                  .put("type", "message")
                  .put("role", "assistant")
                  .put(
                      "content",
                      List.of(
                          Json.object()
                              .put("type", "output_text")
                              .put("text", text(situation))
                              .build()))
                  .build();
      output.add(last);
      return Json.object()
          .put("id", "resp_1")
          .put("model", "gpt-test")
          .put("status", "completed")
          .put("output", output)
          .put(
              "usage",
              Json.parse(
                  "{\"input_tokens\":9,\"input_tokens_details\":{\"cached_tokens\":4},"
                      + "\"output_tokens\":7,\"output_tokens_details\":{\"reasoning_tokens\":3}}"))
          .build();
    }

    @Override
    List<Json.Obj> events(ModelSituation situation) {
      Json.Obj whole = whole(situation);
      List<Json.Obj> events = new ArrayList<>();
      Json.Obj begun = Json.object().put("model", "gpt-test").put("status", "in_progress").build();
      events.add(event("response.created").toBuilder().put("response", begun).build());
      int at = 0;
      if (situation == ModelSituation.REASONING) {
        events.add(delta("response.reasoning_summary_text.delta", at++, "A question of weather."));
      }
      if (situation == ModelSituation.TOOL_CALL) {
        Json.Obj item =
            Json.parseObject(
                "{\"type\":\"function_call\",\"call_id\":\"call_1\",\"name\":\"weather\","
                    + "\"arguments\":\"\"}");
        events.add(
            event("response.output_item.added").toBuilder()
                .put("output_index", at)
                .put("item", item)
                .build());
        events.add(delta("response.function_call_arguments.delta", at, ARGUMENTS));
      } else {
        for (String piece : text(situation).split("(?<= )|(?<=,)")) {
          events.add(delta("response.output_text.delta", at, piece));
        }
      }
      events.add(event("response.completed").toBuilder().put("response", whole).build());
      return events;
    }

    private static Json.Obj event(String type) {
      return Json.object().put("type", type).build();
    }

    private static Json.Obj delta(String type, int at, String delta) {
      return event(type).toBuilder().put("output_index", at).put("delta", delta).build();
    }
  }

  @Nested
  class ChatCompletions extends Contract {
    private static final String USAGE =
        "{\"prompt_tokens\":9,\"prompt_tokens_details\":{\"cached_tokens\":4},"
            + "\"completion_tokens\":7,\"completion_tokens_details\":{\"reasoning_tokens\":3}}";

    ChatCompletions() {
      super(Protocol.OPENAI_CHAT_COMPLETIONS, "/v1/chat/completions");
    }

    @Override
    Json.Obj whole(ModelSituation situation) {
      boolean call = situation == ModelSituation.TOOL_CALL;
      return chunk(
          "message", message(situation, call ? "" : text(situation)), call ? "tool_calls" : "stop");
    }

    @Override
    List<Json.Obj> events(ModelSituation situation) {
      List<Json.Obj> events = new ArrayList<>();
      boolean call = situation == ModelSituation.TOOL_CALL;
      events.add(chunk("delta", message(situation, ""), ""));
      if (!call) {
        for (String piece : text(situation).split("(?<= )|(?<=,)")) {
          events.add(chunk("delta", Json.object().put("content", piece).build(), ""));
        }
      }
      events.add(chunk("delta", Json.Obj.EMPTY, call ? "tool_calls" : "stop"));
      return events;
    }

    @Override
    String end() {
      return "data: [DONE]\n\n";
    }

    private static Json.Obj message(ModelSituation situation, String text) {
      Json.Obj message = Json.object().put("role", "assistant").put("content", text).build();
      if (situation == ModelSituation.REASONING) {
        return message.toBuilder().put("reasoning_content", "A question of weather.").build();
      }
      if (situation == ModelSituation.TOOL_CALL) {
        Json.Obj function =
            Json.object().put("name", "weather").put("arguments", ARGUMENTS).build();
        Json.Obj call =
            Json.object()
                .put("index", 0)
                .put("id", "call_1")
                .put("type", "function")
                .put("function", function)
                .build();
        return message.toBuilder().put("tool_calls", List.of(call)).build();
      }
      return message;
    }

    private static Json.Obj chunk(String name, Json.Obj message, String finish) {
      Json.Obj choice =
          Json.object()
              .put("index", 0)
              .put(name, message)
              .put("finish_reason", finish.isEmpty() ? Json.NULL : Json.of(finish))
              .build();
      return Json.object()
          .put("id", "chat_1")
          .put("model", "gpt-test")
          .put("choices", List.of(choice))
          .put("usage", finish.isEmpty() ? Json.NULL : Json.parse(USAGE))
          .build();
    }
  }

  /** A server with other habits, in OpenAI's chat completions. */
  @Nested
  class DeepSeek extends ChatCompletions {
    @Override
    Profile profile() {
      return Profiles.deepSeek();
    }
  }

  @Nested
  class Groq extends ChatCompletions {
    @Override
    Profile profile() {
      return Profiles.groq();
    }
  }

  @Nested
  class Mistral extends ChatCompletions {
    @Override
    Profile profile() {
      return Profiles.mistral();
    }
  }

  @Nested
  class Azure extends ChatCompletions {
    @Override
    Profile profile() {
      return Profiles.azureChatCompletions("resource");
    }
  }

  @Nested
  class AzureResponses extends Responses {
    @Override
    Profile profile() {
      return Profiles.azure("resource");
    }
  }

  private static String text(ModelSituation situation) {
    return situation == ModelSituation.STRUCTURED ? WEATHER : TEXT;
  }

  /** What the dialects share: the server and what goes wrong there. */
  abstract static class Contract extends ChatModelContract {
    private final Protocol dialect;
    private final String path;
    private final List<ReplayServer> servers = new ArrayList<>();

    Contract(Protocol dialect, String path) {
      this.dialect = dialect;
      this.path = path;
    }

    /** Who answers; OpenAI itself by default. */
    Profile profile() {
      return dialect == Protocol.OPENAI_RESPONSES
          ? Profiles.openAi()
          : Profiles.openAiChatCompletions();
    }

    /** The whole reply. */
    abstract Json.Obj whole(ModelSituation situation);

    /** The events of the same reply as a stream. */
    abstract List<Json.Obj> events(ModelSituation situation);

    /** What stands behind the last event. */
    String end() {
      return "";
    }

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
      TestModel model =
          TestModel.newBuilder()
              .model(ASKED.name())
              .baseUrl(server.uri().resolve("/v1"))
              .profile(profile())
              .keys(ref -> Optional.of(Secret.of("sk-contract-0123456789")));
      if (situation == ModelSituation.LIMITED) {
        model.capabilities(Set.of(Capability.CHAT, Capability.STREAMING));
      }
      return model.build();
    }

    private Optional<Fault> fault(ModelSituation situation) {
      return switch (situation) {
        case TEXT, TOOL_CALL, STRUCTURED, REASONING, LIMITED -> Optional.empty();
        case KEY_REJECTED -> Optional.of(Fault.status(401));
        case RATE_LIMITED -> Optional.of(Fault.status(429));
        case CUT_STREAM -> Optional.of(new Fault.CutAfter(firstEvent()));
        case SILENT -> Optional.of(new Fault.Silence());
        case STALLED_STREAM -> Optional.of(new Fault.StallAfter(firstEvent()));
      };
    }

    private int firstEvent() {
      return line(events(ModelSituation.TEXT).get(0)).getBytes(StandardCharsets.UTF_8).length;
    }

    private static String line(Json.Obj event) {
      return "data: " + event + "\n\n";
    }

    private Exchange exchange(ModelSituation situation, boolean streamed) {
      StringBuilder body = new StringBuilder();
      if (streamed) {
        events(situation).forEach(event -> body.append(line(event)));
        body.append(end());
      } else {
        body.append(whole(situation));
      }
      Dialect written = OpenAiOperations.of(profile()).dialect();
      String type = streamed ? "text/event-stream" : "application/json";
      return new Exchange(
          situation + (streamed ? " streamed" : " whole"),
          "written by hand",
          "",
          "openai",
          streamed ? "chat_stream" : "chat",
          Optional.of(
              new Exchange.Request(
                  "POST",
                  "",
                  path,
                  Map.of(),
                  Optional.of(written.body(situation.request(), ASKED, streamed).json()))),
          new Exchange.Response(
              200,
              Map.of("content-type", List.of(type)),
              body.toString().getBytes(StandardCharsets.UTF_8)),
          Json.Obj.EMPTY);
    }
  }
}
