package dev.atom.providers.gemini;

import dev.atom.model.ModelRef;
import dev.atom.providers.wire.Client;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a model's name says: its resource, and the generation whose rules it follows. */
final class GeminiNames {
  /** The aliases follow the newest model, so that they count as new. */
  private static final Pattern THIRD_GENERATION =
      Pattern.compile("(?:models/)?gemini-(?:(?:[3-9]|[1-9][0-9])(?:[.-].*)?|[a-z-]*latest)");

  private GeminiNames() {}

  /** Returns the resource's name, such as {@code models/gemini-3-flash}; tuned models name theirs. */
  static String resource(ModelRef model) {
    String name = model.name();
    return name.indexOf('/') < 0 ? "models/" + name : name;
  }

  /** Returns where a method of a model is called, below the base address. */
  static String path(ModelRef model, String method) {
    return Arrays.stream(resource(model).split("/", -1))
            .map(Client::encoded)
            .collect(Collectors.joining("/"))
        + ":"
        + method;
  }

  /**
   * Tells whether a model is of the third generation or later: these name levels of thinking and
   * insist on signatures of the calls in a history.
   */
  static boolean thirdGeneration(ModelRef model) {
    return THIRD_GENERATION.matcher(model.name()).matches();
  }
}
