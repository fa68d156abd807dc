package dev.atom.vault.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.ImportUnreadable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MigrationTest {
  private static final String CANARY = "sk-canary-8d1f";
  private static final KeyMapping API_KEYS = KeyMapping.apiKeys("acme");

  private final MemoryTarget vault = new MemoryTarget();
  private final List<Secret> handedOut = new ArrayList<>();

  private static SecretRef ref(String provider) {
    return new SecretRef("acme", Optional.empty(), provider, SecretRef.DEFAULT_NAME);
  }

  private ImportSource env(String text) {
    return () -> {
      List<ImportEntry> entries = DotEnv.parse(text.getBytes(StandardCharsets.UTF_8));
      entries.forEach(
          entry -> {
            if (entry instanceof ImportEntry.Value value) {
              handedOut.add(value.secret());
            }
          });
      return entries;
    };
  }

  private Migration.Builder of(String text) {
    return Migration.into(vault).source(".env", env(text), API_KEYS);
  }

  private static List<String> outcomes(MigrationReport report) {
    return report.lines().stream().map(line -> line.name() + " " + line.outcome()).toList();
  }

  private static Set<Outcome> remaining(MigrationReport report) {
    return report.remaining().stream()
        .map(MigrationReport.Line::outcome)
        .collect(Collectors.toSet());
  }

  @Test
  void planWritesNothingAndRunDoesWhatItSays() {
    Migration migration = of("OPENAI_API_KEY=sk-1\nGROQ_API_KEY=gsk-2\n").build();
    MigrationReport plan = migration.plan();
    assertThat(outcomes(plan))
        .containsExactly("OPENAI_API_KEY TO_IMPORT", "GROQ_API_KEY TO_IMPORT");
    assertThat(plan.sourcesMayGo()).isFalse();
    assertThat(vault.kept).isEmpty();
    MigrationReport run = migration.run();
    assertThat(outcomes(run)).containsExactly("OPENAI_API_KEY IMPORTED", "GROQ_API_KEY IMPORTED");
    assertThat(run.sourcesMayGo()).isTrue();
    assertThat(run.toString()).isEqualTo("2 imported; nothing remains");
    assertThat(vault.kept).isEqualTo(Map.of(ref("openai"), "sk-1", ref("groq"), "gsk-2"));
  }

  @Test
  void secondRunPutsNothing() {
    Migration migration = of("OPENAI_API_KEY=sk-1\n").build();
    migration.run();
    MigrationReport again = migration.run();
    assertThat(outcomes(again)).containsExactly("OPENAI_API_KEY ALREADY_THERE");
    assertThat(again.sourcesMayGo()).isTrue();
    assertThat(vault.puts).hasSize(1);
    assertThat(migration.plan().sourcesMayGo()).isTrue();
  }

  @Test
  void runThatBreaksOffAnywhereIsCompletedByTheNext() {
    String file = "A_API_KEY=1\nB_API_KEY=2\nC_API_KEY=3\nD_API_KEY=4\n";
    for (int until = 0; until <= 4; until++) {
      MemoryTarget target = new MemoryTarget();
      target.putsUntilFull = until;
      Migration migration = Migration.into(target).source("f", env(file), API_KEYS).build();
      MigrationReport first = migration.run();
      assertThat(first.remaining()).hasSize(4 - until);
      assertThat(first.sourcesMayGo()).isEqualTo(until == 4);
      target.putsUntilFull = Integer.MAX_VALUE;
      assertThat(migration.run().sourcesMayGo()).isTrue();
      assertThat(target.kept).hasSize(4);
      assertThat(target.puts).hasSize(4).doesNotHaveDuplicates();
    }
  }

  @Test
  void otherValueInTheVaultIsLeftAloneUnlessTheHostDecides() {
    vault.kept.put(ref("openai"), "sk-newer");
    Migration.Builder builder = of("OPENAI_API_KEY=sk-older\n");
    assertThat(outcomes(builder.build().run())).containsExactly("OPENAI_API_KEY OTHER_VALUE");
    assertThat(builder.build().run().sourcesMayGo()).isFalse();
    MigrationReport kept = builder.onOtherValue(OtherValue.KEEP).build().run();
    assertThat(outcomes(kept)).containsExactly("OPENAI_API_KEY VAULT_KEPT");
    assertThat(kept.sourcesMayGo()).isTrue();
    assertThat(vault.kept).containsEntry(ref("openai"), "sk-newer");
    Migration replacing = builder.onOtherValue(OtherValue.REPLACE).build();
    assertThat(replacing.plan().lines().get(0).text()).endsWith("to import (over another value)");
    assertThat(outcomes(replacing.run())).containsExactly("OPENAI_API_KEY IMPORTED");
    assertThat(vault.kept).containsEntry(ref("openai"), "sk-older");
  }

  @Test
  void everythingThatStaysBehindIsListed() {
    vault.unreadable.add(ref("broken"));
    MigrationReport report =
        of("""
            OPENAI_API_KEY=sk-1
            PASSWORD=%s
            PORT=8080
            EMPTY_API_KEY=
            MASK_API_KEY=••••abcd
            PRINTED_API_KEY=Secret[hidden]
            DOUBT_API_KEY=a#b
            BROKEN_API_KEY=x
            TOO_LONG_API_KEY=x
            %s
            """
                .formatted(CANARY, CANARY))
            .leaveOut("PORT"::equals)
            .build()
            .run();
    assertThat(report.lines().stream().map(MigrationReport.Line::text))
        .containsExactly(
            ".env line 1, OPENAI_API_KEY: imported",
            ".env line 2, PASSWORD: unmapped",
            ".env line 3, PORT: left out",
            ".env line 4, EMPTY_API_KEY: empty",
            ".env line 5, MASK_API_KEY: mask (the source has lost the secret itself)",
            ".env line 6, PRINTED_API_KEY: mask (the source has lost the secret itself)",
            ".env line 7, DOUBT_API_KEY: unreadable (programs disagree about a # in it; write it in"
                + " double quotes)",
            ".env line 8, BROKEN_API_KEY: failed (vault_unavailable: the disk can't be read)",
            ".env line 9, TOO_LONG_API_KEY: failed (the vault does not take such a secret or name)",
            ".env line 10: unreadable (the line is no NAME=value)");
    assertThat(report.remaining()).hasSize(7);
    assertThat(report.sourcesMayGo()).isFalse();
    assertThat(report.lines().toString() + report).doesNotContain(CANARY);
    assertThat(report.toString())
        .isEqualTo(
            "1 imported, 1 left out, 1 empty, 1 unmapped, 2 mask, 2 unreadable, 2 failed; 7 remain");
  }

  @Test
  void vaultThatDoesNotGiveBackWhatWasPutIsNoticed() {
    vault.forgetful.add(ref("openai"));
    MigrationReport report = of("OPENAI_API_KEY=sk-1\nGROQ_API_KEY=gsk-2\n").build().run();
    assertThat(outcomes(report)).containsExactly("OPENAI_API_KEY FAILED", "GROQ_API_KEY IMPORTED");
    assertThat(report.sourcesMayGo()).isFalse();
  }

  @Test
  void valuesThatWantTheSamePlaceAreNotChosenByChance() {
    Migration.Builder builder =
        of("OPENAI_API_KEY=sk-1\nGROQ_API_KEY=gsk\n")
            .source("other", env("OPENAI_API_KEY=sk-2\nGROQ_API_KEY=gsk\n"), API_KEYS)
            .onOtherValue(OtherValue.REPLACE);
    MigrationReport report = builder.build().run();
    assertThat(outcomes(report))
        .containsExactly(
            "OPENAI_API_KEY AMBIGUOUS",
            "GROQ_API_KEY IMPORTED",
            "OPENAI_API_KEY AMBIGUOUS",
            "GROQ_API_KEY ALREADY_THERE");
    assertThat(vault.kept).isEqualTo(Map.of(ref("groq"), "gsk"));
    builder.source("other", env("OPENAI_API_KEY=••••\n"), API_KEYS);
    assertThat(outcomes(builder.build().run()))
        .containsExactly(
            "OPENAI_API_KEY IMPORTED", "GROQ_API_KEY ALREADY_THERE", "OPENAI_API_KEY MASK");
  }

  @Test
  void sourceThatCantBeReadHidesNoOther() {
    MigrationReport report =
        of("OPENAI_API_KEY=sk-1\n")
            .source(
                "gone",
                () -> {
                  throw new ImportUnreadable("it is gone");
                },
                API_KEYS)
            .build()
            .run();
    assertThat(report.lines().stream().map(MigrationReport.Line::text))
        .containsExactly(".env line 1, OPENAI_API_KEY: imported", "gone: unreadable (it is gone)");
    assertThat(report.sourcesMayGo()).isFalse();
  }

  @Test
  void oldKeyIsFreeOnlyWhenEveryTokenWasImported() {
    Random random = new Random(5);
    String old = FernetTokens.key(random);
    String lost = FernetTokens.key(random);
    Map<String, String> rows =
        Map.of(
            "ada/openai", FernetTokens.token(old, "sk-ada", random),
            "bob/openai", FernetTokens.token(lost, "sk-bob", random),
            "eve/openai", FernetTokens.token(old, "", random));
    KeyMapping byUser =
        name ->
            Optional.of(
                new SecretRef(
                    "acme", Optional.of(name.split("/")[0]), name.split("/")[1], "default"));
    FernetKeys keys = FernetTokens.keys(old);
    MigrationReport report =
        Migration.into(vault)
            .source("tokens", ImportSource.fernet(keys, rows), byUser)
            .build()
            .run();
    assertThat(remaining(report)).containsExactly(Outcome.UNREADABLE);
    assertThat(report.remaining().get(0).name()).isEqualTo("bob/openai");
    MigrationReport withBoth =
        Migration.into(vault)
            .source("tokens", ImportSource.fernet(FernetTokens.keys(lost, old), rows), byUser)
            .build()
            .run();
    assertThat(withBoth.sourcesMayGo()).isTrue();
    assertThat(withBoth.counts())
        .isEqualTo(Map.of(Outcome.ALREADY_THERE, 1, Outcome.IMPORTED, 1, Outcome.EMPTY, 1));
  }

  @Test
  void tokensInAFileAreOpened() {
    Random random = new Random(6);
    String key = FernetTokens.key(random);
    String file =
        "OPENAI_API_KEY=%s\nGROQ_API_KEY=gsk-plain\n"
            .formatted(FernetTokens.token(key, "sk-sealed", random));
    MigrationReport report =
        Migration.into(vault)
            .source(".env", env(file).opened(FernetTokens.keys(key)), API_KEYS)
            .build()
            .run();
    assertThat(outcomes(report))
        .containsExactly("OPENAI_API_KEY IMPORTED", "GROQ_API_KEY UNREADABLE");
    assertThat(vault.kept).isEqualTo(Map.of(ref("openai"), "sk-sealed"));
  }

  @Test
  void valuesAreOverwrittenAtTheEndWhateverHappens() {
    of("OPENAI_API_KEY=sk-1\nB=2\n").build().run();
    of("OPENAI_API_KEY=sk-1\nB=2\n").build().plan();
    Migration failing =
        of("OPENAI_API_KEY=sk-1\nB=2\n")
            .source(
                ".env",
                env("OPENAI_API_KEY=sk-1\nB=2\n"),
                name -> {
                  throw new UnsupportedOperationException("a mapping's own mistake");
                })
            .build();
    assertThatThrownBy(failing::run).isInstanceOf(UnsupportedOperationException.class);
    assertThat(handedOut).hasSize(6);
    Set<Secret> open = new HashSet<>(handedOut);
    open.removeIf(secret -> isClosed(secret));
    assertThat(open).isEmpty();
  }

  private static boolean isClosed(Secret secret) {
    try {
      secret.masked();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  @Test
  void namesOfKeysAreMappedAsTheEnvironmentIsRead() {
    KeyMapping mapping = KeyMapping.apiKeys("acme");
    assertThat(mapping.ref("OPENAI_API_KEY")).contains(ref("openai"));
    assertThat(mapping.ref("OLLAMA_CLOUD_API_KEY")).contains(ref("ollama-cloud"));
    for (String other : List.of("API_KEY", "_API_KEY", "openai_api_key", "OPENAI_API_KEY_2", "")) {
      assertThat(mapping.ref(other)).isEmpty();
    }
    KeyMapping both = mapping.orElse(name -> Optional.of(ref("other")));
    assertThat(both.ref("GROQ_API_KEY")).contains(ref("groq"));
    assertThat(both.ref("X")).contains(ref("other"));
  }

  @Test
  void controlCharactersDontReachTheReport() {
    MigrationReport.Line line =
        new MigrationReport.Line("s", "a\nb", "", Optional.empty(), Outcome.UNMAPPED, "");
    assertThat(line.text()).isEqualTo("s, a?b: unmapped");
  }

  @Test
  void migrationWithoutASourceIsRefused() {
    assertThatIllegalStateException().isThrownBy(() -> Migration.into(vault).build());
  }
}
