package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.text;
import static dev.atom.vault.RotationContract.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.vault.store.MemoryVaultStore;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One tenant with very many secrets. */
@Tag("soak")
class LargeTenantRotationTest {
  private static final int SECRETS = 100_000;

  @Test
  void aTenantWithAHundredThousandSecretsIsSealedAnewAndShredded() {
    try (Vault vault =
        Vault.newBuilder(new MemoryVaultStore(), KEY).accessInterval(Duration.ofDays(1)).open()) {
      for (int i = 0; i < SECRETS; i++) {
        Fixture.put(vault, ref("large", "u" + i), "value " + i);
      }
      DataKeyReport report = vault.rotation().dataKey("large").run();
      assertThat(report.problems()).isEmpty();
      assertThat(report.resealed()).isGreaterThanOrEqualTo(SECRETS);
      assertThat(report.left()).containsExactly(new DataKeyReport.Left(1, SECRETS, 0, 0));
      for (int i = 0; i < SECRETS; i += 997) {
        assertThat(text(vault, ref("large", "u" + i))).contains("value " + i);
      }
      ShredReport shredded = vault.rotation().shred("large");
      assertThat(shredded.keysDestroyed()).isEqualTo(2);
      assertThat(shredded.rowsDeleted()).isGreaterThan(2L * SECRETS);
    }
  }
}
