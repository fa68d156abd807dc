package dev.atom.calendar;

import java.util.Locale;
import java.util.Optional;

/** Why somebody is not free: the FBTYPE and BUSYTYPE of RFC 5545 and 7953. */
public enum BusyKind {
  /** Something else takes place. */
  BUSY,
  /** They can't or won't be asked then. */
  UNAVAILABLE,
  /** Something else takes place perhaps. */
  TENTATIVE;

  /** Empty for what is free. Unknown kinds are busy, as RFC 5545 says. */
  static Optional<BusyKind> of(String text) {
    return switch (text.strip().toUpperCase(Locale.ROOT)) {
      case "FREE" -> Optional.empty();
      case "BUSY-UNAVAILABLE" -> Optional.of(UNAVAILABLE);
      case "BUSY-TENTATIVE" -> Optional.of(TENTATIVE);
      default -> Optional.of(BUSY);
    };
  }
}
