package dev.atom.vault.refresh;

import java.util.Optional;

/** How a refresh ended for those who wait for it. */
sealed interface End {
  /** There are other tokens than before, stored; or the grant needs consent. Read it again. */
  record Settled() implements End {}

  /**
   * It can't be done now.
   *
   * @param retryAt when to try again, in milliseconds since 1970; empty if at any time
   * @param why in a few words
   */
  record Delayed(Optional<Long> retryAt, String why) implements End {}

  /**
   * It couldn't be done.
   *
   * @param problem what failed; holds no secret
   */
  record Failed(RuntimeException problem) implements End {}
}
