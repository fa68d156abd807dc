package dev.atom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.atom.CallContext;
import dev.atom.assistant.Assistant;
import dev.atom.assistant.ConversationView;
import dev.atom.assistant.Incoming;
import dev.atom.assistant.ModelAnalyser;
import dev.atom.assistant.ModelReplyWriter;
import dev.atom.conversation.Conversation;
import dev.atom.jdbc.SqliteStore;
import dev.atom.json.Json;
import dev.atom.mock.Fault;
import dev.atom.mock.Matching;
import dev.atom.mock.ReplayServer;
import dev.atom.model.ChatModel;
import dev.atom.operation.Channel;
import dev.atom.operation.Effect;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.MasterKey;
import dev.atom.vault.Vault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A key that goes the whole way, from the environment to the wire, and leaves no trace. */
class CanaryTest {
  private static final String CANARY = "sk-canary-7f3a9c5e1b2d4860-zebra";
  private static final Conversation CHAT =
      new Conversation(CallContext.DEFAULT_TENANT, "c1", "web");
  private static final Schema SCHEMA =
      new Schema("case", 1, List.of(Field.newBuilder("city", FieldType.TEXT).build()));

  @TempDir Path home;

  private final ListAppender<ILoggingEvent> logs = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
  private final List<String> seen = new ArrayList<>();

  @BeforeEach
  void listen() {
    root.setLevel(Level.TRACE);
    logs.start();
    root.addAppender(logs);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(logs);
    root.setLevel(Level.INFO);
  }

  @Test
  void theKeyAppearsInNoLogExceptionTextOrFile() throws IOException {
    Json answer = Json.parse(answer("{\"intent\":\"other\",\"changes\":[]}"));
    try (ReplayServer server =
        ReplayServer.newBuilder()
            .matching(Matching.PATH)
            .answer("POST", "/v1/responses", answer)
            .start()) {
      try (Vault vault =
              Vault.open(
                  home.resolve("keys.vault"),
                  MasterKey.loadOrGenerate(
                      home.resolve("master/master.key"), home.resolve("keys.vault")));
          SqliteStore store = SqliteStore.open(home.resolve("atom.db"), Clock.systemUTC())) {
        seal(vault);
        work(server, vault, store);
        provoke(server, vault);
      }
      assertThat(server.requests()).isNotEmpty();
      assertThat(server.requests().toString()).doesNotContain(CANARY);
    }
    assertThat(logs.list).isNotEmpty();
    logs.list.forEach(event -> see(event.getFormattedMessage() + event.getThrowableProxy()));
    assertThat(seen).hasSizeGreaterThan(10).noneMatch(text -> text.contains(CANARY));
    assertThat(files()).isNotEmpty().allSatisfy(CanaryTest::holdsNoCanary);
  }

  private void seal(Vault vault) {
    KeySource environment = KeySource.environment(Map.of("OPENAI_API_KEY", CANARY)::get);
    SecretRef ref = SecretRef.of(CallContext.create(), "openai");
    try (Secret key = environment.find(ref).orElseThrow()) {
      see(key);
      vault.put(ref, key);
    }
    see(vault.list(CallContext.DEFAULT_TENANT));
    see(vault.masked(ref).orElseThrow());
    see(vault);
  }

  private ChatModel model(ReplayServer server, Vault vault) {
    Profile profile =
        Profiles.openAi().toBuilder().base(server.uri().resolve("/v1/").toString()).build();
    return Provider.of(profile, vault).chat("gpt-4o-mini");
  }

  private void work(ReplayServer server, Vault vault, SqliteStore store) {
    ChatModel model = model(server, vault);
    see(model);
    Assistant assistant =
        Assistant.newBuilder(store, SCHEMA)
            .analyser(ModelAnalyser.of(model, SCHEMA, List.of("other")))
            .replyWriter(ModelReplyWriter.of(model, SCHEMA, "You help."))
            .channel(new Memory())
            .build();
    see(assistant.handle(Incoming.text(CHAT, "m-1", "ann", "Hello"), CallContext.create()));
    ConversationView view = assistant.view(CHAT);
    assertThat(view.ledger().turns()).hasSize(1);
    assertThat(view.ledger().uses()).hasSize(2);
    see(view);
    view.ledger().uses().forEach(this::see);
    see(assistant);
    see(store);
  }

  private void provoke(ReplayServer server, Vault vault) {
    ChatModel model = model(server, vault);
    String echo = "{\"error\":{\"message\":\"Incorrect API key provided: " + CANARY + "\"}}";
    List<Fault> faults =
        List.of(
            new Fault.Status(401, Map.of(), echo),
            new Fault.Status(429, Map.of(), echo),
            new Fault.Status(500, Map.of(), "<html>" + CANARY),
            new Fault.HangUp(),
            new Fault.CutAfter(10),
            new Fault.GarbageAfter(3, CANARY));
    for (Fault fault : faults) {
      server.inject(fault);
      Throwable thrown = catchThrowable(() -> model.chat("Hello"));
      assertThat(thrown).as(fault.toString().replace(CANARY, "…")).isNotNull();
      see(thrown);
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      see(trace);
    }
  }

  private void see(Object value) {
    seen.add(value.toString());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void holdsNoCanary(Path file) throws IOException {
    String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    assertThat(bytes.contains(CANARY)).as(file.toString()).isFalse();
  }

  private static String answer(String text) {
    return Json.object()
        .put("id", "resp_1")
        .put("object", "response")
        .put("status", "completed")
        .put("model", "gpt-4o-mini")
        .put(
            "output",
            List.of(
                Json.object()
                    .put("type", "message")
                    .put("role", "assistant")
                    .put(
                        "content",
                        List.of(
                            Json.object()
                                .put("type", "output_text")
                                .put("text", text)
                                .put("annotations", List.<Json>of())
                                .build()))
                    .build()))
        .put("usage", Json.object().put("input_tokens", 9).put("output_tokens", 3).build())
        .build()
        .toString();
  }

  /** A channel that keeps nothing. */
  private static final class Memory implements Channel {
    @Override
    public String name() {
      return "web";
    }

    @Override
    public Effect effect() {
      return Effect.KEYED;
    }

    @Override
    public String send(Outbound message, CallContext context) {
      return "sent";
    }
  }
}
