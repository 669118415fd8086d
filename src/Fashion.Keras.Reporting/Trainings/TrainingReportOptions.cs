using Fashion.Keras.Evaluation;

namespace Fashion.Keras.Reporting;

/// <summary>What the report of a training shows.</summary>
public sealed record TrainingReportOptions
{
    /// <summary>Title; default "Training".</summary>
    public string Title { get; init; } = "Training";

    /// <summary>Text below the title; a blank line begins a new paragraph. Null, the default, for none.</summary>
    public string? Introduction { get; init; }

    /// <summary>The model that was trained, for its summary; null, the default, for none.</summary>
    public Model? Model { get; init; }

    /// <summary>What Evaluate returned; null, the default, for none.</summary>
    public EvaluationResult? Evaluation { get; init; }

    /// <summary>Scores per class and the confusion matrix; null, the default, for none.</summary>
    public ClassificationReport? Classification { get; init; }

    /// <summary>Whether there are plots; default true.</summary>
    public bool Plots { get; init; } = true;
}
