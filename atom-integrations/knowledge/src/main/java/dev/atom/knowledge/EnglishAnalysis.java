package dev.atom.knowledge;

import java.util.Arrays;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * Makes terms of words, the same for documents and questions: split as Unicode says, without a
 * possessive, in lower case, without words that say nothing, cut to the stem by Porter's rules.
 */
final class EnglishAnalysis extends Analyzer {
  /** Kept in every index: terms made otherwise would not meet. */
  static final String NAME = "english-1";

  /** So far apart that no phrase reaches from a title into the text. */
  private static final int GAP = 100;

  /**
   * What questions are made of and answers do not depend on: articles, prepositions, pronouns,
   * auxiliaries, question words.
   */
  private static final CharArraySet STOP_WORDS =
      CharArraySet.unmodifiableSet(
          new CharArraySet(
              Arrays.asList(
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
                      .split("\\s+")),
              false));

  @Override
  protected TokenStreamComponents createComponents(String field) {
    StandardTokenizer tokens = new StandardTokenizer();
    TokenStream terms = new LowerCaseFilter(new EnglishPossessiveFilter(tokens));
    return new TokenStreamComponents(
        tokens, new PorterStemFilter(new StopFilter(terms, STOP_WORDS)));
  }

  @Override
  protected TokenStream normalize(String field, TokenStream terms) {
    return new LowerCaseFilter(terms);
  }

  @Override
  public int getPositionIncrementGap(String field) {
    return GAP;
  }
}
