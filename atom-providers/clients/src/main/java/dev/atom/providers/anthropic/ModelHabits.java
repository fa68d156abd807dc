package dev.atom.providers.anthropic;

import dev.atom.model.ModelRef;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model takes, told by its name: generations differ, and what one refuses another needs. A
 * name that is not of Anthropic's form, as on compatible servers, is taken to have every habit of
 * the middle generations.
 *
 * @param thinking how reasoning is asked for
 * @param off how reasoning is turned off
 * @param effort whether an effort can be named
 * @param sampling whether temperature and top_p are taken
 * @param bothSamplings whether both are taken at once
 * @param prefill whether the reply may be begun by the request
 * @param forcedTools whether a tool may be demanded
 * @param outputTokens the most tokens of a reply
 */
record ModelHabits(
    Thinking thinking,
    Off off,
    boolean effort,
    boolean sampling,
    boolean bothSamplings,
    boolean prefill,
    boolean forcedTools,
    int outputTokens) {
  /** How reasoning is asked for. */
  enum Thinking {
    /** Not at all. */
    NONE,
    /** By a number of tokens. */
    BUDGET,
    /** By a number of tokens, or left to the model. */
    EITHER,
    /** Left to the model. */
    ADAPTIVE
  }

  /** How reasoning is turned off. */
  enum Off {
    /** By not asking for it. */
    OMITTED,
    /** By {@code thinking: disabled}, since it is on by itself. */
    DISABLED,
    /** By {@code thinking: between_tools}, which leaves notes between calls of tools. */
    BETWEEN_TOOLS,
    /** Not at all. */
    NEVER
  }

  private static final Pattern NAME =
      Pattern.compile(
          "claude-(?:([a-z]+)-)?([0-9]{1,2})(?:[-.]([0-9]{1,2})(?![0-9]))?(?:-([a-z]+))?");

  private static final ModelHabits OTHER =
      new ModelHabits(
          Thinking.BUDGET, Off.OMITTED, true, true, true, true, true, Integer.MAX_VALUE);

  static ModelHabits of(ModelRef model) {
    Matcher name = NAME.matcher(model.name().toLowerCase(Locale.ROOT));
    if (!name.find()) {
      return OTHER;
    }
    String family = name.group(1) != null ? name.group(1) : String.valueOf(name.group(4));
    int minor = name.group(3) == null ? 0 : Integer.parseInt(name.group(3));
    return of(family, Integer.parseInt(name.group(2)) * 100 + minor);
  }

  /** By family and version, of which 4.5 is 405. */
  private static ModelHabits of(String family, int version) {
    boolean opus = family.equals("opus");
    return new ModelHabits(
        thinking(version),
        off(family, version),
        version >= 406 || (opus && version == 405),
        version < 407,
        version < 401,
        version < 406,
        !refusesForcedTools(family, version),
        outputTokens(opus, version));
  }

  private static Thinking thinking(int version) {
    if (version >= 407) {
      return Thinking.ADAPTIVE;
    }
    if (version == 406) {
      return Thinking.EITHER;
    }
    return version >= 307 ? Thinking.BUDGET : Thinking.NONE;
  }

  private static Off off(String family, int version) {
    if (version < 500) {
      return Off.OMITTED;
    }
    return switch (family) {
      case "fable", "mythos" -> Off.NEVER;
      case "opus" -> version >= 505 ? Off.NEVER : Off.DISABLED;
      case "sonnet" -> version >= 505 ? Off.BETWEEN_TOOLS : Off.DISABLED;
      default -> Off.DISABLED;
    };
  }

  private static boolean refusesForcedTools(String family, int version) {
    return switch (family) {
      case "fable", "mythos" -> version >= 501;
      case "opus", "sonnet" -> version >= 505;
      default -> false;
    };
  }

  private static int outputTokens(boolean opus, int version) {
    if (version >= 406) {
      return 128_000;
    }
    if (version < 307) {
      return version >= 305 ? 8_192 : 4_096;
    }
    return opus && version < 405 ? 32_000 : 64_000;
  }
}
