package dev.atom.examples.quickstart;

import dev.atom.AtomException;
import dev.atom.assistant.Assistant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Replays real customer dialogues through an assistant made of Atom's parts, and prints what it
 * understood, decided, said and spent. Run it again and nothing happens twice; kill it, and the next
 * run goes on.
 */
public final class Quickstart {
  private static final int BAD_INPUT = 2;
  // Held, because a logger that nobody holds forgets its level.
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private final Options options;
  private final Map<String, String> environment;
  private final PrintStream out;

  private Quickstart(Options options, Map<String, String> environment, PrintStream out) {
    this.options = options;
    this.environment = environment;
    this.out = out;
  }

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String... arguments) {
    LUCENE.setLevel(Level.SEVERE);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(arguments, System.getenv(), in, out, err));
  }

  /** Runs with everything from outside given; returns the exit code. */
  static int run(
      String[] arguments,
      Map<String, String> environment,
      Reader in,
      PrintStream out,
      PrintStream err) {
    try {
      Options options = Options.parse(arguments);
      if (options.help) {
        out.print(Options.HELP);
        return 0;
      }
      new Quickstart(options, environment, out).run(new BufferedReader(in));
      return 0;
    } catch (BadInput e) {
      err.println("error: " + e.getMessage());
      return BAD_INPUT;
    } catch (AtomException | IOException e) {
      err.println("error: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private void run(BufferedReader in) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Inputs inputs = Inputs.read(options); // all of it, before anything is written
    ModelChoice.check(options, environment);
    Screen screen = new Screen(out, colour(), options.brief);
    try (Home home = Home.open(options.home, Clock.systemUTC())) {
      home.belongTo(inputs.dialogues());
      ModelChoice choice = ModelChoice.of(options, environment, home, inputs.dialogues());
      screen.title("Atom quickstart");
      choice.notes().forEach(screen::line);
      int documents = home.learn(options.documents, inputs.documents());
      Assistant assistant = Replay.assistant(home, inputs.dialogues(), inputs.rules(), choice);
      Summary summary = new Summary(screen, home, inputs.dialogues(), assistant);
      Totals found = summary.beginning(options, inputs, documents);
      Clerk clerk = new Clerk(options.approve, in, screen);
      new Replay(assistant, inputs.dialogues(), clerk, screen).run();
      summary.end(found, System.nanoTime() - start);
    }
  }

  /** Colour only on a terminal; with this property there is no console on anything else. */
  @SuppressWarnings("SystemConsoleNull")
  private boolean colour() {
    System.setProperty("jdk.console", "java.base");
    boolean terminal = System.console() != null && !environment.containsKey("NO_COLOR");
    return options.colour || terminal;
  }
}
