package dev.atom.spring;

import static dev.atom.spring.Starter.application;
import static dev.atom.spring.Starter.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.KeySource;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.MasterKey;
import dev.atom.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class KeysAutoConfigurationTest {
  private static final SecretRef SEALED =
      new SecretRef("acme", Optional.empty(), "openai", SecretRef.DEFAULT_NAME);

  /** Whose variable the build sets for these tests. */
  private static final SecretRef VARIABLE =
      new SecretRef("acme", Optional.empty(), "starter-test", SecretRef.DEFAULT_NAME);

  @TempDir private Path folder;

  private ApplicationContextRunner withVault() {
    return application()
        .withPropertyValues(
            "atom.vault.path=" + folder.resolve("keys.vault"),
            "atom.vault.key-file=" + folder.resolve("elsewhere/master.key"));
  }

  private static String text(KeySource keys, SecretRef ref) {
    try (Secret secret = keys.find(ref).orElseThrow()) {
      return secret.use(
          PlaintextAccess.granted(), bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @Test
  void givesNoKeysUnlessAskedTo() {
    application()
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KeySource.class));
  }

  @Test
  void opensTheVaultAndFindsTheKeyAtTheNextStart() {
    withVault()
        .run(
            context -> {
              try (Secret secret = Secret.of("sk-sealed")) {
                context.getBean(Vault.class).put(SEALED, secret);
              }
            });
    withVault()
        .run(
            context -> {
              KeySource keys = context.getBean(KeySource.class);
              assertThat(keys).isSameAs(context.getBean(Vault.class));
              assertThat(text(keys, SEALED)).isEqualTo("sk-sealed");
              assertThat(keys.find(VARIABLE)).isEmpty();
            });
  }

  @Test
  void asksTheEnvironmentOnlyBehindTheVault() {
    withVault()
        .withPropertyValues("atom.keys.environment=true")
        .run(
            context -> {
              try (Secret secret = Secret.of("sk-sealed")) {
                context.getBean(Vault.class).put(VARIABLE, secret);
              }
              KeySource keys = context.getBean(KeySource.class);
              assertThat(text(keys, VARIABLE)).isEqualTo("sk-sealed");
              context.getBean(Vault.class).delete(VARIABLE);
              assertThat(text(keys, VARIABLE)).isEqualTo("canary-from-environment");
            });
  }

  @Test
  void readsTheEnvironmentWithoutTheVaultsModule() {
    application()
        .withClassLoader(new FilteredClassLoader(Vault.class))
        .withPropertyValues("atom.keys.environment=true")
        .run(
            context ->
                assertThat(text(context.getBean(KeySource.class), VARIABLE))
                    .isEqualTo("canary-from-environment"));
  }

  @Test
  void leavesTheApplicationsOwnSourceAlone() {
    KeySource own = KeySource.none();
    withVault()
        .withPropertyValues("atom.keys.environment=true")
        .withBean("mine", KeySource.class, () -> own)
        .run(
            context -> {
              assertThat(context.getBean(KeySource.class)).isSameAs(own);
              assertThat(context).hasSingleBean(Vault.class);
            });
  }

  @Test
  void closesTheVaultWithTheApplication() {
    AtomicReference<Vault> vault = new AtomicReference<>();
    withVault().run(context -> vault.set(context.getBean(Vault.class)));
    assertThatThrownBy(() -> vault.get().find(SEALED)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesAVaultWithoutTheModule() {
    withVault()
        .withClassLoader(new FilteredClassLoader(Vault.class))
        .run(context -> assertThat(refusal(context)).hasMessageContaining("dev.atom:atom-vault"));
  }

  @Test
  void refusesAVaultWhoseMasterKeyIsLost() throws Exception {
    withVault().run(context -> assertThat(context).hasNotFailed());
    Files.delete(folder.resolve("elsewhere/master.key"));
    withVault()
        .run(
            context -> {
              assertThat(refusal(context).property()).isEqualTo("atom.vault.key-file");
              assertThat(refusal(context)).hasMessageContaining("master.key");
            });
  }

  @Test
  void refusesTheWrongMasterKey() throws Exception {
    withVault().run(context -> assertThat(context).hasNotFailed());
    Files.delete(folder.resolve("elsewhere/master.key"));
    try (MasterKey other = MasterKey.generate()) {
      other.save(folder.resolve("elsewhere/master.key"));
    }
    withVault()
        .run(context -> assertThat(refusal(context).property()).isEqualTo("atom.vault.path"));
  }
}
