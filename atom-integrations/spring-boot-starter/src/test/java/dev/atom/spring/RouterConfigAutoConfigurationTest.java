package dev.atom.spring;

import static dev.atom.spring.Starter.application;
import static dev.atom.spring.Starter.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.limit.LimitExceeded;
import dev.atom.limit.Limiter;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.providers.Provider;
import dev.atom.router.Router;
import dev.atom.router.RouterListener;
import dev.atom.router.RoutingTrace;
import dev.atom.router.config.ConfigParts;
import dev.atom.router.config.ReloadableRouter;
import dev.atom.router.policy.Policy;
import dev.atom.yaml.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RouterConfigAutoConfigurationTest {
  private static final String YAML = "classpath:dev/atom/spring/router.yaml";
  private static final String JSON = "classpath:dev/atom/spring/router.json";

  private static ApplicationContextRunner of(String location) {
    return application().withPropertyValues("atom.router.config=" + location);
  }

  private static ApplicationContextRunner withParts(String location) {
    MockModel local =
        MockModel.newBuilder()
            .model(new ModelRef("local", "m"))
            .otherwise(request -> MockReply.text("by " + request.model().orElse("none")))
            .build();
    return of(location)
        .withBean(
            ConfigParts.class,
            () ->
                ConfigParts.newBuilder()
                    .client("local", local)
                    .limiter(Limiter.newBuilder().build())
                    .build());
  }

  @Test
  void documentInYamlMakesTheModel() {
    List<RoutingTrace> heard = new ArrayList<>();
    RouterListener listener =
        new RouterListener() {
          @Override
          public void callEnded(RoutingTrace trace) {
            heard.add(trace);
          }
        };
    withParts(YAML)
        .withBean(RouterListener.class, () -> listener)
        .run(
            context -> {
              ChatModel model = context.getBean(ChatModel.class);
              assertThat(model).isInstanceOf(ReloadableRouter.class);
              assertThat(model.chat("Hello").text()).isEqualTo("by small");
              model.chat("Hello");
              assertThatThrownBy(() -> model.chat("Hello")).isInstanceOf(LimitExceeded.class);
            });
    assertThat(heard).hasSize(3);
  }

  @Test
  void knownProvidersAreThereWithoutParts() {
    of(JSON)
        .run(
            context ->
                assertThat(context.getBean(ChatModel.class).ref())
                    .isEqualTo(new ModelRef("anthropic", "claude-haiku-4-5")));
  }

  @Test
  void policiesGoByTheNamesOfTheirBeans(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("router.json"),
            """
            {"routes": [{"name": "main", "policy": {"own": "mine"},
             "targets": [{"model": "groq/a"}, {"model": "groq/b"}]}]}
            """);
    of(file.toUri().toString())
        .withBean("mine", Policy.class, () -> (choice, set) -> Long.highestOneBit(set))
        .run(
            context -> {
              Router router = context.getBean(ReloadableRouter.class).router();
              assertThat(
                      router.explain(ChatRequest.of("Hello"), false, CallContext.create()).chosen())
                  .contains("groq/b");
            });
  }

  @Test
  void faultsOfTheDocumentAreTold(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("router.yml"), "routes: [{nam: a}]");
    withParts(file.toUri().toString())
        .run(
            context ->
                assertThat(refusal(context))
                    .hasMessageContaining("/routes/0/nam: this member is unknown")
                    .hasMessageContaining("/routes/0/targets: this member is missing"));
  }

  @Test
  void budgetsWithoutAStoreAreRefused(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("router.json"),
            """
            {"routes": [{"name": "main", "targets": [{"model": "groq/a"}]}],
             "budgets": {"amounts": [{"name": "b", "usd": 1, "period": "total"}]}}
            """);
    of(file.toUri().toString())
        .run(context -> assertThat(refusal(context)).hasMessageContaining("no store of budgets"));
  }

  @Test
  void missingDocumentIsRefused() {
    of("classpath:nothing.json")
        .run(context -> assertThat(refusal(context)).hasMessageContaining("can't be read"));
  }

  @Test
  void otherFormatIsRefused() {
    of("router.xml")
        .run(context -> assertThat(refusal(context)).hasMessageContaining("neither in .json"));
  }

  @Test
  void yamlWithoutTheModuleIsRefused() {
    withParts(YAML)
        .withClassLoader(new FilteredClassLoader(Yaml.class))
        .run(context -> assertThat(refusal(context)).hasMessageContaining("dev.atom:atom-yaml"));
  }

  @Test
  void nothingToRouteToIsRefused() {
    of(JSON)
        .withClassLoader(new FilteredClassLoader(Provider.class))
        .run(
            context ->
                assertThat(refusal(context)).hasMessageContaining("dev.atom:atom-providers"));
  }

  @Test
  void routerThatIsMissingIsTold() {
    of(JSON)
        .withClassLoader(new FilteredClassLoader(Router.class))
        .run(context -> assertThat(refusal(context)).hasMessageContaining("dev.atom:atom-router"));
  }

  @Test
  void twoWaysToTheModelAreRefused() {
    of(JSON)
        .withPropertyValues("atom.openai.model=gpt-5.4")
        .run(context -> assertThat(refusal(context)).hasMessageContaining("set one of them"));
  }

  @Test
  void ownModelWins() {
    MockModel own = MockModel.echo();
    of(JSON)
        .withBean("mine", ChatModel.class, () -> own)
        .run(context -> assertThat(context.getBean(ChatModel.class)).isSameAs(own));
  }
}
