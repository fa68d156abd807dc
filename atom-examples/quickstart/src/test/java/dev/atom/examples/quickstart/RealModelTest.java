package dev.atom.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ResponseFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same program against a server that speaks OpenAI's protocol. */
class RealModelTest {
  private static final String CANARY = "sk-canary-4711-never-seen-again";

  @TempDir Path folder;
  private final Set<String> authorizations = new ConcurrentSkipListSet<>();
  private HttpServer server;
  private ChatModel reader;

  @BeforeEach
  void start() throws IOException {
    reader = ReplayModel.of(Left.dialogues());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::complete);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Answers from the annotations, as the mock does, but over the wire. */
  private void complete(HttpExchange exchange) throws IOException {
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Json.Obj asked = Json.parseObject(body);
    ChatRequest.Builder request = ChatRequest.newBuilder();
    for (Json message : ((Json.Arr) asked.get("messages").orElseThrow()).items()) {
      request.message(message((Json.Obj) message));
    }
    if (asked.get("response_format").isPresent()) {
      request.format(
          new ResponseFormat.Schema("understanding", JsonSchema.of(Json.Obj.EMPTY), true));
    }
    ChatReply reply = reader.chat(request.build(), CallContext.create());
    byte[] answer = answer(reply.text()).toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static ChatMessage message(Json.Obj message) {
    String text = message.text("content").orElseThrow();
    return switch (message.text("role").orElseThrow()) {
      case "user" -> ChatMessage.user(text);
      case "assistant" -> ChatMessage.assistant(text);
      default -> ChatMessage.system(text);
    };
  }

  private static Json.Obj answer(String text) {
    Json.Obj message = Json.object().put("role", "assistant").put("content", text).build();
    Json.Obj choice =
        Json.object().put("index", 0).put("message", message).put("finish_reason", "stop").build();
    Json.Obj usage =
        Json.object()
            .put("prompt_tokens", 1000)
            .put("completion_tokens", 10)
            .put("total_tokens", 1010)
            .build();
    return Json.object()
        .put("id", "c-1")
        .put("object", "chat.completion")
        .put("model", "reader")
        .put("choices", List.of(choice))
        .put("usage", usage)
        .build();
  }

  private Program run(Map<String, String> environment, String... more) {
    String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    List<String> flags =
        new java.util.ArrayList<>(
            List.of(
                "--home",
                folder.resolve("home").toString(),
                "--base-url",
                base,
                "--model",
                "reader"));
    flags.addAll(List.of(more));
    return Program.run(environment, "", flags.toArray(String[]::new));
  }

  @Test
  void asksARealModelWithTheKeyFromTheVaultAndLeaksItNowhere() throws Exception {
    Program run = run(Map.of("ATOM_API_KEY", CANARY), "--price", "0.5,2");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("A real model answers: local/reader at 127.0.0.1, key ••••")
        .doesNotContain("NO REAL MODEL", "estimated")
        .contains("84000 read, 840 written")
        .contains("cost             $0.04368")
        .contains("  hands over  to a person: the customer doubts the balance");
    assertThat(authorizations).containsExactly("Bearer " + CANARY);
    Left left = new Left(folder.resolve("home"));
    assertThat(left.documents()).hasSize(43);
    assertThat(run.out() + run.err() + left.bytes())
        .doesNotContain(CANARY)
        .doesNotContain("canary-4711");
  }

  @Test
  void reachesTheSameDocumentsAsTheReplay() throws Exception {
    run(Map.of(), "--brief");
    Path replayed = folder.resolve("replayed");
    Program.run("--home", replayed.toString(), "--brief");

    Left asked = new Left(folder.resolve("home"));

    assertThat(asked.delivered()).isEqualTo(new Left(replayed).delivered());
    assertThat(values(asked)).isEqualTo(values(new Left(replayed)));
  }

  private static Map<String, String> values(Left left) throws IOException {
    Map<String, String> values = new java.util.TreeMap<>();
    left.documents().forEach((at, document) -> values.put(at, document.values().toString()));
    return values;
  }

  @Test
  void asksWithoutAKeyAndNeverSendsTheOneForOpenAi() {
    Program run = run(Map.of("OPENAI_API_KEY", CANARY), "--brief");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("no key", "Price: unknown", "cost             cost unknown");
    assertThat(authorizations).containsExactly("null");
  }
}
