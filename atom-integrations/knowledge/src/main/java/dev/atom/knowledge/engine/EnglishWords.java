package dev.atom.knowledge.engine;

import java.util.List;

/**
 * How English words become terms, as every engine does it: standard tokens, no possessive, lower
 * case, without the stop words, Porter's stems. {@link EnglishAnalysis} is this in Lucene.
 */
public final class EnglishWords {
  /** The name of this analysis, kept in every index: terms made otherwise would not meet. */
  public static final String NAME = "english-1";

  /** Positions between a title and the text below it: so many that no phrase reaches across. */
  public static final int GAP = 100;

  /**
   * What questions are made of and answers do not depend on: articles, prepositions, pronouns,
   * auxiliaries, question words.
   */
  public static final List<String> STOP_WORDS =
      List.of(
          """
          a an the this that these those
          and but if or not no nor so than then
          as at by for from in into of on onto out over to up with within without about
          against between through during before after above below under again further
          i me my myself we us our ours ourselves you your yours yourself yourselves
          he him his himself she her hers herself it its itself
          they them their theirs themselves
          am is are was were be been being do does did doing done has have had having
          can could may might must shall should will would
          what which who whom whose when where why how whether
          there here such some any all each both few more most other own same too very
          just only also
          """
              .strip()
              .split("\\s+"));

  private EnglishWords() {}
}
