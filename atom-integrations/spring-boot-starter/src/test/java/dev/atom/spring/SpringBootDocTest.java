package dev.atom.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.knowledge.KnowledgeBase;
import dev.atom.knowledge.SourceDocument;
import dev.atom.mock.Matching;
import dev.atom.mock.ReplayServer;
import dev.atom.model.ChatModel;
import dev.atom.operation.Passage;
import dev.atom.operation.Retriever;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/** A whole application as Boot starts it, and the examples of the documentation. */
class SpringBootDocTest {
  private static final String CANARY = "sk-canary-5up3r53cr37";

  @TempDir private Path folder;
  private final PrintStream console = System.out;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void captureTheConsole() {
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveTheConsoleBack() {
    System.setOut(console);
  }

  private String output() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Desk.class)
  static class Application {}

  // @start region="component"
  static class Desk {
    private final ChatModel model;
    private final Retriever handbook;

    Desk(ChatModel model, Retriever handbook) {
      this.model = model;
      this.handbook = handbook;
    }

    String answer(String question, CallContext context) {
      List<Passage> passages = handbook.retrieve(question, 3, context);
      return model.chat("Answer from " + passages + ": " + question).text();
    }
  }

  // @end

  private List<String> arguments() throws Exception {
    Properties properties = new Properties();
    try (InputStream in = getClass().getResourceAsStream("example.properties")) {
      properties.load(in);
    }
    List<String> arguments = new ArrayList<>(List.of("--logging.level.root=debug"));
    for (String name : properties.stringPropertyNames()) {
      String value = properties.getProperty(name);
      boolean file = value.startsWith("data/") || value.startsWith("/etc/");
      // The files' names, in the test's own folder.
      String kept = file ? folder.resolve(Path.of(value).getFileName()).toString() : value;
      arguments.add("--" + name + "=" + kept);
    }
    return arguments;
  }

  private static ConfigurableApplicationContext start(List<String> arguments) {
    SpringApplication application = new SpringApplication(Application.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    return application.run(arguments.toArray(String[]::new));
  }

  @Test
  void answersWithTheKeyOfTheVaultAndShowsItNowhere() throws Exception {
    Json reply =
        Json.parse(
            "{\"model\":\"gpt-5.4\",\"status\":\"completed\",\"output\":[{\"type\":\"message\","
                + "\"content\":[{\"type\":\"output_text\",\"text\":\"In ten days.\"}]}]}");
    try (ReplayServer server = server(reply)) {
      List<String> arguments = arguments();
      arguments.add("--atom.openai.base-url=" + server.uri().resolve("/v1"));
      try (ConfigurableApplicationContext context = start(arguments)) {
        put(context.getBean(Vault.class), CANARY.toCharArray());
        context
            .getBean(KnowledgeBase.class)
            .upsert(SourceDocument.plain("refunds", "Money comes back in ten days."));

        assertThat(context.getBean(Desk.class).answer("When is money back?", CallContext.create()))
            .isEqualTo("In ten days.");
        assertThat(server.requests().getFirst().header("authorization"))
            .contains("Bearer " + CANARY);
        assertThat(shown(context)).isNotEmpty().noneMatch(text -> text.contains("canary"));
      }
    }
    // At debug level, so that this would see a key in any log line of Boot's or Atom's.
    assertThat(output()).contains("atomChatModel").doesNotContain("canary-5up3r");
  }

  private static ReplayServer server(Json reply) {
    return ReplayServer.newBuilder()
        .answer("POST", "/v1/responses", reply)
        .matching(Matching.PATH)
        .start();
  }

  private static void put(Vault vault, char[] pasted) {
    // @start region="put"
    SecretRef ref = SecretRef.of(CallContext.create(), "openai");
    try (Secret key = Secret.of(pasted)) {
      vault.put(ref, key);
    }
    // @end
  }

  /** What an environment, a beans' or a properties' endpoint could show of Atom. */
  private static List<String> shown(ConfigurableApplicationContext context) {
    List<String> shown = new ArrayList<>();
    for (PropertySource<?> source : context.getEnvironment().getPropertySources()) {
      boolean process =
          source.getName().equals("systemEnvironment"); // holds the build's own canary
      if (source instanceof EnumerablePropertySource<?> names && !process) {
        for (String name : names.getPropertyNames()) {
          shown.add(name + "=" + source.getProperty(name));
        }
      }
    }
    for (Map.Entry<String, Object> bean : context.getBeansOfType(Object.class).entrySet()) {
      if (bean.getKey().startsWith("atom")) {
        shown.add(bean.getKey() + "=" + bean.getValue());
      }
    }
    shown.add(context.getBean(AtomProperties.class).toString());
    return shown;
  }

  @Test
  void endsWithAReportThatShowsNoKey() throws Exception {
    List<String> arguments = arguments();
    arguments.set(0, "--atom.openai.api-key=" + CANARY);
    assertThatThrownBy(() -> start(arguments)).isInstanceOf(RuntimeException.class);
    assertThat(output())
        .contains("APPLICATION FAILED TO START")
        .contains("atom.openai.api-key (value not shown) looks like a key")
        .contains("Action:")
        .contains("put the key into the vault")
        .doesNotContain(CANARY);
  }

  @Test
  void endsWithAReportOfAWrongValue() throws Exception {
    List<String> arguments = arguments();
    arguments.set(0, "--atom.keys.environment=maybe");
    assertThatThrownBy(() -> start(arguments)).isInstanceOf(RuntimeException.class);
    assertThat(output())
        .contains("APPLICATION FAILED TO START")
        .contains("atom.keys.environment is \"maybe\" which is neither true nor false");
  }
}
