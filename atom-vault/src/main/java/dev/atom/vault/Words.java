package dev.atom.vault;

import dev.atom.secret.SecretRef;

/** How a message speaks of a name: without control characters, which could forge a line of a log. */
final class Words {
  private Words() {}

  static String safe(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  static String of(SecretRef ref) {
    return safe(
        "the secret '%s' of provider '%s', tenant '%s'%s"
            .formatted(
                ref.name(),
                ref.provider(),
                ref.tenant(),
                ref.user().map(user -> ", user '" + user + "'").orElse("")));
  }
}
