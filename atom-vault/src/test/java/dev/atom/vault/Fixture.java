package dev.atom.vault;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the tests of the vault share. */
final class Fixture {
  static final MasterKey KEY = MasterKey.generate();
  static final MasterKey OTHER_KEY = MasterKey.generate();

  private Fixture() {}

  static SecretRef ref(String user, String provider) {
    return new SecretRef("acme", Optional.of(user), provider, SecretRef.DEFAULT_NAME);
  }

  static void put(Vault vault, SecretRef ref, String text) {
    try (Secret secret = Secret.of(text)) {
      vault.put(ref, secret);
    }
  }

  /** The secret's text; empty if there is none. */
  static Optional<String> text(Vault vault, SecretRef ref) {
    return vault
        .find(ref)
        .map(
            found -> {
              try (Secret secret = found) {
                return text(secret);
              }
            });
  }

  static String text(Secret secret) {
    return secret.use(
        PlaintextAccess.granted(), bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** Starts a program of the tests in a Java process of its own. */
  static Process start(Class<?> program, List<Path> classPath, String... arguments) {
    String path =
        classPath.isEmpty()
            ? System.getProperty("java.class.path")
            : classPath.stream()
                .map(Path::toString)
                .collect(Collectors.joining(java.io.File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", path, program.getName()));
    command.addAll(Arrays.asList(arguments));
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program to its end and returns all it printed, errors included. */
  static String run(Class<?> program, List<Path> classPath, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(program, classPath, arguments);
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out + err;
  }

  /** The folder or jar that a class comes from. */
  static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
