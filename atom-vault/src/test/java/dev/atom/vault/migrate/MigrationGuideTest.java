package dev.atom.vault.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.MasterKey;
import dev.atom.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the guide to migration, with a vault. */
class MigrationGuideTest {
  @TempDir private Path folder;

  private Vault vault() {
    return Vault.open(folder.resolve("keys.vault"), MasterKey.generate());
  }

  @Test
  void migration() throws IOException {
    Path envFile = folder.resolve(".env");
    Files.writeString(envFile, "OPENAI_API_KEY=sk-host\nPORT=8080\n");
    Random random = new Random(1);
    String text = FernetTokens.key(random);
    FernetKeys oldKeys = FernetTokens.keys(text);
    Map<String, String> rows = Map.of("ada", FernetTokens.token(text, "sk-ada", random));
    List<String> log = new ArrayList<>();
    try (Vault vault = vault()) {
      // @start region="migration"
      Migration migration =
          Migration.into(ImportTarget.vault(vault))
              .source(".env", ImportSource.dotEnv(envFile), KeyMapping.apiKeys("acme"))
              .source( // rows of the host's database: user, token
                  "tokens",
                  ImportSource.fernet(oldKeys, rows),
                  user ->
                      Optional.of(new SecretRef("acme", Optional.of(user), "openai", "default")))
              .leaveOut(name -> name.equals("PORT"))
              .build();
      migration.plan().lines().forEach(line -> log.add(line.text())); // writes nothing
      MigrationReport report = migration.run();
      report.remaining().forEach(line -> log.add("still there: " + line.text()));
      boolean done = report.sourcesMayGo(); // now the file, the column and the old key can go
      // @end
      assertThat(done).isTrue();
      SecretRef ada = new SecretRef("acme", Optional.of("ada"), "openai", "default");
      assertThat(FernetTokens.text(vault.find(ada).orElseThrow())).isEqualTo("sk-ada");
    }
    assertThat(log)
        .containsExactly(
            ".env line 1, OPENAI_API_KEY: to import",
            ".env line 2, PORT: left out",
            "tokens, ada: to import");
  }

  @Test
  void fernet() {
    Random random = new Random(2);
    String newest = FernetTokens.key(random);
    String oldest = FernetTokens.key(random);
    Secret fernetKeys = Secret.of(newest + "," + oldest);
    String token = FernetTokens.token(oldest, "sk-ada", random);
    String shown;
    // @start region="fernet"
    try (FernetKeys keys = FernetKeys.of(fernetKeys); // one, or several with commas between
        Secret secret = keys.decrypt(token)) {
      shown = secret.masked().text();
    }
    // @end
    assertThat(shown).isEqualTo("••••");
  }
}
