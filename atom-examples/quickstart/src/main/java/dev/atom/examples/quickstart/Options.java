package dev.atom.examples.quickstart;

import dev.atom.providers.Profiles;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** What the command line asks for. */
final class Options {
  static final String HELP =
      """
      Replays customer dialogues through an assistant: understood, decided by rules, answered
      with knowledge, approved by a person, delivered. Run it again: nothing happens twice.

        --home FOLDER        where all state lives (./atom-home)
        --dialogues FILE     your own dialogues (JSON) instead of the shipped ones
        --rules FILE         rules (JSON); without it your own dialogues have none
        --documents FOLDER   your own documents (.md, .txt) instead of the shipped ones
        --approve HOW        auto: a simulated clerk (default); ask: you; none: nobody
        --model NAME         the model to ask; needs OPENAI_API_KEY or --base-url
        --base-url URL       an OpenAI-compatible server; ATOM_API_KEY is its key, if it needs one
        --price IN,OUT       dollars per million tokens of that model; unknown without it
        --mock               replay the file's annotations even if OPENAI_API_KEY is set
        --brief              print summaries only
        --colour             colour even if this is no terminal
        --help               this text
      """;

  /** Who decides on proposed replies. */
  enum Approve {
    AUTO,
    ASK,
    NONE
  }

  /** Dollars per million tokens. */
  record Rates(BigDecimal input, BigDecimal output) {}

  Path home = Path.of("atom-home");
  Optional<Path> dialogues = Optional.empty();
  Optional<Path> rules = Optional.empty();
  Optional<Path> documents = Optional.empty();
  Approve approve = Approve.AUTO;
  Optional<String> model = Optional.empty();
  Optional<URI> baseUrl = Optional.empty();
  Optional<Rates> rates = Optional.empty();
  boolean mock;
  boolean brief;
  boolean colour;
  boolean help;

  private Options() {}

  static Options parse(String... arguments) {
    Options options = new Options();
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
    while (!rest.isEmpty()) {
      String flag = rest.pop();
      if (!options.toggle(flag)) {
        options.set(flag, rest);
      }
    }
    if (options.baseUrl.isPresent() && options.model.isEmpty()) {
      throw new BadInput("--base-url needs --model: the server's name of the model");
    }
    return options;
  }

  private boolean toggle(String flag) {
    switch (flag) {
      case "--mock" -> mock = true;
      case "--brief" -> brief = true;
      case "--colour", "--color" -> colour = true;
      case "--help", "-h" -> help = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  private void set(String flag, Deque<String> rest) {
    switch (flag) {
      case "--home" -> home = path(flag, rest);
      case "--dialogues" -> dialogues = Optional.of(path(flag, rest));
      case "--rules" -> rules = Optional.of(path(flag, rest));
      case "--documents" -> documents = Optional.of(path(flag, rest));
      case "--approve" -> approve = approve(value(flag, rest));
      case "--model" -> model = Optional.of(value(flag, rest));
      case "--base-url" -> baseUrl = Optional.of(url(value(flag, rest)));
      case "--price" -> rates = Optional.of(rates(value(flag, rest)));
      default -> throw new BadInput("there is no flag \"" + flag + "\"; --help lists them");
    }
  }

  private static String value(String flag, Deque<String> rest) {
    if (rest.isEmpty() || rest.peek().startsWith("--")) {
      throw new BadInput(flag + " needs a value");
    }
    return rest.pop();
  }

  private static Path path(String flag, Deque<String> rest) {
    String text = value(flag, rest);
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new BadInput(flag + ": \"" + text + "\" is no path");
    }
  }

  private static Approve approve(String how) {
    return switch (how) {
      case "auto" -> Approve.AUTO;
      case "ask" -> Approve.ASK;
      case "none" -> Approve.NONE;
      default -> throw new BadInput("--approve is \"" + how + "\"; it is auto, ask or none");
    };
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      Profiles.compatible("local", text);
      return url;
    } catch (IllegalArgumentException e) {
      throw new BadInput(
          "--base-url is like http://localhost:11434/v1, without user, query and fragment");
    }
  }

  private static Rates rates(String text) {
    String[] two = text.split(",", -1);
    try {
      Rates rates = new Rates(new BigDecimal(two[0]), new BigDecimal(two[1]));
      if (two.length == 2 && rates.input().signum() >= 0 && rates.output().signum() >= 0) {
        return rates;
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      // Said below, for all that is wrong with it.
    }
    throw new BadInput("--price is \"" + text + "\"; it is like 0.25,2");
  }
}
