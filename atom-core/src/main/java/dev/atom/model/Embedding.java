package dev.atom.model;

import java.util.Arrays;

/** A vector that stands for a text. Immutable, thread-safe, equal by content. */
public final class Embedding {
  private final float[] vector;

  private Embedding(float[] vector) {
    this.vector = vector;
  }

  /**
   * Returns a vector.
   *
   * @param vector its numbers, at least one; copied
   * @return the embedding
   */
  public static Embedding of(float... vector) {
    if (vector.length == 0) {
      throw new IllegalArgumentException("a vector has at least one number");
    }
    return new Embedding(vector.clone());
  }

  /**
   * Returns the numbers.
   *
   * @return a copy
   */
  public float[] toArray() {
    return vector.clone();
  }

  /**
   * Returns how many numbers there are.
   *
   * @return 1 or more
   */
  public int dimensions() {
    return vector.length;
  }

  /**
   * Compares two vectors by the cosine of their angle.
   *
   * @param other a vector of as many dimensions
   * @return -1 to 1, the higher the nearer; 0 if one of them is all zeros
   */
  public double cosine(Embedding other) {
    if (other.vector.length != vector.length) {
      throw new IllegalArgumentException(
          "vectors of " + vector.length + " and " + other.vector.length + " dimensions");
    }
    double product = 0;
    double length = 0;
    double otherLength = 0;
    for (int i = 0; i < vector.length; i++) {
      product += (double) vector[i] * other.vector[i];
      length += (double) vector[i] * vector[i];
      otherLength += (double) other.vector[i] * other.vector[i];
    }
    double lengths = Math.sqrt(length) * Math.sqrt(otherLength);
    return lengths == 0 ? 0 : product / lengths;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Embedding that && Arrays.equals(vector, that.vector);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(vector);
  }

  /**
   * Returns the dimensions only: a vector tells much about its text.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Embedding[" + vector.length + " dimensions]";
  }
}
