package dev.atom.spring;

import static dev.atom.spring.Starter.application;
import static dev.atom.spring.Starter.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.mock.Matching;
import dev.atom.mock.MockModel;
import dev.atom.mock.ReplayServer;
import dev.atom.model.ChatModel;
import dev.atom.model.ModelRef;
import dev.atom.providers.Provider;
import dev.atom.router.Router;
import dev.atom.router.RouterListener;
import dev.atom.router.RoutingTrace;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ChatModelAutoConfigurationTest {
  private static final Json HELLO =
      Json.parse("{\"model\":\"qwen3\",\"choices\":[{\"message\":{\"content\":\"Moin\"}}]}");

  private static ApplicationContextRunner withModel() {
    return application()
        .withPropertyValues("atom.openai.model=gpt-5.4", "atom.keys.environment=true");
  }

  private static ReplayServer server() {
    return ReplayServer.newBuilder()
        .answer("POST", "/v1/chat/completions", HELLO)
        .matching(Matching.PATH)
        .start();
  }

  private static ApplicationContextRunner compatible(ReplayServer server) {
    return application()
        .withPropertyValues(
            "atom.openai.model=qwen3",
            "atom.openai.base-url=" + server.uri().resolve("/v1"),
            "atom.openai.dialect=chat-completions",
            "atom.openai.provider=local");
  }

  @Test
  void isNotThereUnlessNamed() {
    application().run(context -> assertThat(context).doesNotHaveBean(ChatModel.class));
  }

  @Test
  void isTheOneThatIsNamed() {
    withModel()
        .run(
            context ->
                assertThat(context.getBean(ChatModel.class).ref())
                    .isEqualTo(new ModelRef("openai", "gpt-5.4")));
  }

  @Test
  void asksACompatibleServerWithTheKeyOfItsOwnProvider() {
    KeySource keys = ref -> Optional.of(Secret.of("sk-" + ref.provider()));
    try (ReplayServer server = server()) {
      compatible(server)
          .withBean("mine", KeySource.class, () -> keys)
          .run(
              context ->
                  assertThat(context.getBean(ChatModel.class).chat("Hello").text())
                      .isEqualTo("Moin"));
      assertThat(server.requests().getFirst().header("authorization")).contains("Bearer sk-local");
    }
  }

  @Test
  void asksACompatibleServerWithoutAnyKey() {
    try (ReplayServer server = server()) {
      compatible(server)
          .run(
              context ->
                  assertThat(context.getBean(ChatModel.class).chat("Hello").text())
                      .isEqualTo("Moin"));
      assertThat(server.requests().getFirst().header("authorization")).isEmpty();
    }
  }

  @Test
  void tellsEveryListenerWhatACallCost() {
    List<RoutingTrace> heard = new ArrayList<>();
    RouterListener listener =
        new RouterListener() {
          @Override
          public void callEnded(RoutingTrace trace) {
            heard.add(trace);
          }
        };
    try (ReplayServer server = server()) {
      compatible(server)
          .withBean("first", RouterListener.class, () -> listener)
          .withBean("second", RouterListener.class, () -> listener)
          .run(context -> context.getBean(ChatModel.class).chat("Hello"));
    }
    assertThat(heard).hasSize(2);
    assertThat(heard.getFirst().answeredBy()).contains(new ModelRef("local", "qwen3"));
  }

  @Test
  void isNotRoutedWithoutTheRouter() {
    withModel()
        .run(context -> assertThat(context.getBean(ChatModel.class)).isInstanceOf(Router.class));
    withModel()
        .withClassLoader(new FilteredClassLoader(Router.class))
        .run(
            context ->
                assertThat(context.getBean(ChatModel.class))
                    .isNotInstanceOf(Router.class)
                    .extracting(ChatModel::ref)
                    .isEqualTo(new ModelRef("openai", "gpt-5.4")));
  }

  @Test
  void leavesTheApplicationsOwnModelAlone() {
    MockModel own = MockModel.echo();
    withModel()
        .withBean("mine", ChatModel.class, () -> own)
        .run(context -> assertThat(context.getBean(ChatModel.class)).isSameAs(own));
  }

  @Test
  void refusesOpenAiWithoutASourceOfKeys() {
    application()
        .withPropertyValues("atom.openai.model=gpt-5.4")
        .run(
            context ->
                assertThat(refusal(context))
                    .hasMessage(
                        "atom.openai.model is \"gpt-5.4\" but nothing gives a key for OpenAI; set"
                            + " atom.vault.path and atom.vault.key-file, or"
                            + " atom.keys.environment=true, or define a bean of KeySource"));
  }

  @Test
  void refusesAModelWithoutTheModule() {
    withModel()
        .withClassLoader(new FilteredClassLoader(Provider.class))
        .run(
            context ->
                assertThat(refusal(context)).hasMessageContaining("dev.atom:atom-providers"));
  }

  @ParameterizedTest
  @CsvSource({
    "dialect, soap, responses or chat-completions",
    "provider, Local, lower-case",
    "provider, other, atom.openai.base-url",
  })
  void refusesAWrongValueAndSaysWhatIsRight(String name, String value, String remedy) {
    String address = value.equals("Local") ? "https://example.org/v1" : "";
    ApplicationContextRunner runner =
        withModel().withPropertyValues("atom.openai." + name + "=" + value);
    (address.isEmpty() ? runner : runner.withPropertyValues("atom.openai.base-url=" + address))
        .run(
            context -> {
              assertThat(refusal(context).property()).isEqualTo("atom.openai." + name);
              assertThat(refusal(context).fact()).contains("\"" + value + "\"");
              assertThat(refusal(context).remedy()).contains(remedy);
            });
  }

  @ParameterizedTest
  @CsvSource({"https://ada:canary@example.org/v1", "ftp://canary/v1", "canary:// x", "canary"})
  void refusesAWrongAddressWithoutRepeatingIt(String address) {
    withModel()
        .withPropertyValues("atom.openai.base-url=" + address)
        .run(
            context -> {
              assertThat(refusal(context).property()).isEqualTo("atom.openai.base-url");
              for (Throwable t = context.getStartupFailure(); t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("canary");
              }
            });
  }
}
