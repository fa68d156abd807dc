package dev.atom.json;

import java.util.regex.Pattern;

/**
 * A regular expression that gives up. Java's engine goes back and forth, so {@code (a+)+b} can take
 * years on forty letters, and a long repetition of a group can overflow the stack.
 */
final class BoundedPattern {
  private final Pattern pattern;

  BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** What came of looking for the pattern. */
  enum Found {
    YES,
    NO,
    GAVE_UP
  }

  /** Looks for the pattern; takes the characters it looks at from the steps that are left. */
  Found find(String text, int[] stepsLeft) {
    try {
      return pattern.matcher(new Counted(text, stepsLeft)).find() ? Found.YES : Found.NO;
    } catch (GaveUp e) {
      return Found.GAVE_UP;
    } catch (StackOverflowError e) {
      // The engine keeps no state outside of the matcher, so the error leaves nothing broken.
      stepsLeft[0] = 0;
      return Found.GAVE_UP;
    }
  }

  private static final class GaveUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GaveUp() {
      super("", null, false, false);
    }
  }

  /** Counts the characters that the engine looks at. */
  private static final class Counted implements CharSequence {
    private final String text;
    private final int[] stepsLeft;

    Counted(String text, int[] stepsLeft) {
      this.text = text;
      this.stepsLeft = stepsLeft;
    }

    @Override
    public char charAt(int index) {
      if (--stepsLeft[0] < 0) {
        throw new GaveUp();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
