package dev.atom.spring;

import static dev.atom.spring.Starter.application;
import static dev.atom.spring.Starter.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.store.Store;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsCheckTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "atom.openai.api-key",
        "atom.openai.apiKey",
        "atom.openai.key",
        "atom.anthropic.api-key",
        "atom.api-key",
        "atom.vault.passphrase",
        "atom.vault.master-key",
        "atom.connectors.github.access-token",
      })
  void refusesWhatLooksLikeAKeyWithoutShowingIt(String property) {
    application()
        .withPropertyValues(property + "=sk-canary-0123456789")
        .run(
            context -> {
              assertThat(refusal(context).property()).isEqualToIgnoringCase(property);
              assertThat(refusal(context)).hasMessageContaining("put the key into the vault");
              for (Throwable t = context.getStartupFailure(); t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("canary");
              }
            });
  }

  @Test
  void refusesAMisspelledNameAndListsTheRightOnes() {
    application()
        .withPropertyValues("atom.store.pth=atom.db")
        .run(
            context ->
                assertThat(refusal(context))
                    .hasMessageStartingWith("atom.store.pth (value not shown)")
                    .hasMessageContaining("there are atom.store.data-source, atom.store.path"));
  }

  @Test
  void leavesTheApplicationsOwnGroupsAlone() {
    application()
        .withPropertyValues("atom.console.port=80", "atomic.api-key=x", "atom.data=/data")
        .run(context -> assertThat(context).hasSingleBean(Store.class));
  }

  @Test
  void leavesTheProcessesVariablesAlone() {
    Map<String, Object> variables = Map.of("ATOM_MASTER_KEY", "canary", "ATOM_STORE_DRIVER", "x");
    application()
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(
                        new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
        .run(context -> assertThat(context).hasSingleBean(Store.class));
  }

  @ParameterizedTest
  @CsvSource({
    "atom.vault.path, keys.vault, atom.vault.key-file",
    "atom.vault.key-file, master.key, atom.vault.path",
    "atom.openai.dialect, responses, atom.openai.model",
    "atom.openai.provider, local, atom.openai.model",
    "atom.openai.base-url, http://localhost/v1, atom.openai.model",
    "atom.knowledge.tenant, acme, atom.knowledge.path",
    "atom.rules.max-rules, 5, atom.rules.config",
    "atom.tenant-rules.idle, 5m, atom.tenant-rules.enabled",
    "atom.tenant-rules.tidy, 5m, atom.tenant-rules.enabled",
    "atom.workflows.definitions, x.json, atom.workflows.enabled",
    "atom.approvals.link-page, https://a.example/b, atom.approvals.enabled",
  })
  void refusesOneSettingWithoutTheOther(String property, String value, String missing) {
    application()
        .withPropertyValues(property + "=" + value)
        .run(
            context -> {
              assertThat(refusal(context).property()).isEqualTo(property);
              assertThat(refusal(context)).hasMessageContaining(missing);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"store.path", "vault.path", "openai.model", "knowledge.path"})
  void refusesAValueThatSaysNothing(String name) {
    for (String value : new String[] {"", "  ", "false"}) {
      application()
          .withPropertyValues("atom." + name + "=" + value)
          .run(context -> assertThat(refusal(context).property()).isEqualTo("atom." + name));
    }
  }

  @Test
  void refusesASwitchThatIsNeitherOnNorOff() {
    application()
        .withPropertyValues("atom.keys.environment=maybe")
        .run(
            context ->
                assertThat(refusal(context))
                    .hasMessageContaining("atom.keys.environment is \"maybe\" "));
  }

  @Test
  void refusesOneFileForTheVaultAndItsKey() {
    application()
        .withPropertyValues("atom.vault.path=keys", "atom.vault.key-file=./keys")
        .run(
            context ->
                assertThat(refusal(context))
                    .hasMessageContaining("atom.vault.key-file is \"./keys\""));
  }
}
