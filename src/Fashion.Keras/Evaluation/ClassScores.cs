namespace Fashion.Keras.Evaluation;

/// <summary>How well one class, or a mean over classes, was recognised. Where nothing is there to divide by, a score is 0.</summary>
/// <param name="Name">Name of the class or of the mean.</param>
/// <param name="Precision">Share of the predictions of this class that are right.</param>
/// <param name="Recall">Share of the samples of this class that were found.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="Support">Samples of this class.</param>
public sealed record ClassScores(string Name, double Precision, double Recall, double F1, int Support);
