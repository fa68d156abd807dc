package dev.atom.router;

import dev.atom.router.reuse.KeptReply;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a cache has for a call: a reply, or the right to make one, or neither.
 *
 * @param hit a reply that was kept
 * @param similarity if the reply is to a similar request, how similar
 * @param making what is to be told of the reply that the call makes
 */
record Share(Optional<KeptReply> hit, OptionalDouble similarity, Optional<Making> making) {
  /** The call makes its own reply, and nobody is told. */
  static final Share ALONE = new Share(Optional.empty(), OptionalDouble.empty(), Optional.empty());

  static Share of(KeptReply reply, OptionalDouble similarity) {
    return new Share(Optional.of(reply), similarity, Optional.empty());
  }

  static Share of(Making making) {
    return new Share(Optional.empty(), OptionalDouble.empty(), Optional.of(making));
  }

  /** The call has failed, or its reply is not to be kept. */
  void giveUp() {
    making.ifPresent(Making::giveUp);
  }
}
