package dev.atom.spring;

import static dev.atom.spring.Starter.application;
import static dev.atom.spring.Starter.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.FactType;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RulesAutoConfigurationTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static ApplicationContextRunner rules(String location) {
    return application().withPropertyValues("atom.rules.config=" + location);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules.json", "rules.yaml"})
  void rulesOfAResourceAreABean(String name) {
    rules("classpath:dev/atom/spring/" + name)
        .run(
            context -> {
              RuleSet rules = context.getBean(RuleSet.class);
              Facts facts =
                  Facts.newBuilder().event("complaint").put("total", Json.of(120)).build();
              assertThat(rules.evaluate(facts, NOW).fired())
                  .extracting(Rule::id)
                  .containsExactly("refund");
            });
  }

  @Test
  void thereAreNoRulesWithoutTheProperty() {
    application().run(context -> assertThat(context).doesNotHaveBean(RuleSet.class));
  }

  @Test
  void ownRulesWin() {
    RuleSet own = RuleSet.of(List.of());
    rules("classpath:missing.json")
        .withBean(RuleSet.class, () -> own)
        .run(context -> assertThat(context.getBean(RuleSet.class)).isSameAs(own));
  }

  @Test
  void theReportNamesFilePathAndReasonOfEveryProblem(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("broken.json"),
            """
            [{"id": "r1", "when": {"field": "tier", "op": "equals", "value": 1}, "then": []},
             {"id": "r2", "when": {"field": "tier", "op": "eq"}, "then": [{"does": "x"}]}]
            """);
    rules(file.toUri().toString())
        .run(
            context -> {
              SettingUnusable refusal = refusal(context);
              assertThat(refusal.property()).isEqualTo("atom.rules.config");
              assertThat(refusal.fact())
                  .contains("broken.json")
                  .contains("\n  rule \"r1\" at /0/when/op: ")
                  .contains("\n  rule \"r2\" at /1/when")
                  .contains("\n  rule \"r2\" at /1/then/0");
              assertThat(new SettingUnusableAnalyzer().analyze(refusal, refusal).getDescription())
                  .isEqualTo(refusal.fact());
            });
  }

  @Test
  void aDocumentThatIsNotJsonIsToldWithItsLine(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("rules.json"), "[\n{\"id\": }]");
    rules(file.toString()) // a path without a prefix
        .run(context -> assertThat(refusal(context)).hasMessageContaining("line 2"));
  }

  @Test
  void missingDocumentIsRefused() {
    rules("classpath:nothing.json")
        .run(context -> assertThat(refusal(context)).hasMessageContaining("can't be read"));
  }

  @Test
  void rulesAreCheckedAgainstTheVocabulary() {
    rules("classpath:dev/atom/spring/rules.json")
        .withBean(
            RuleVocabulary.class,
            () -> RuleVocabulary.newBuilder().fact("tier", FactType.TEXT).build())
        .run(
            context ->
                assertThat(refusal(context)).hasMessageContaining("there is no field \"total\""));
  }

  @Test
  void limitsHold() {
    rules("classpath:dev/atom/spring/rules.json")
        .withPropertyValues("atom.rules.max-conditions=1")
        .run(context -> assertThat(refusal(context)).hasMessageContaining("rule \"refund\""));
  }

  @ParameterizedTest
  @CsvSource({
    "atom.rules.max-rules, 0",
    "atom.rules.max-depth, 101",
    "atom.rules.max-conditions, -1",
    "atom.rules.max-effort, 0",
    "atom.tenant-rules.capacity, 0",
    "atom.tenant-rules.idle, 0s",
    "atom.tenant-rules.refresh, -1s",
    "atom.tenant-limits.actions, 0",
    "atom.tenant-limits.time, 0s",
    "atom.tenant-limits.chain, 1001",
    "atom.tenant-limits.depth, 101",
  })
  void refusesWhatIsOutOfRange(String property, String value) {
    rules("classpath:dev/atom/spring/rules.json")
        .withPropertyValues("atom.tenant-rules.enabled=true", property + "=" + value)
        .run(context -> assertThat(refusal(context).property()).isEqualTo(property));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rules.config", "tenant-rules.enabled", "workflows.enabled", "approvals.enabled"})
  void theMissingModuleIsNamed(String property) {
    application()
        .withClassLoader(
            new FilteredClassLoader("dev.atom.rules", "dev.atom.workflow", "dev.atom.approval"))
        .withPropertyValues("atom." + property + "=true")
        .run(context -> assertThat(refusal(context)).hasMessageContaining("dev.atom:atom-rules"));
  }
}
