namespace Fashion.Keras.Reporting;

/// <summary>How updates of a progress bar follow each other.</summary>
internal enum ProgressDisplay
{
    /// <summary>Only the last update, without control characters: for files and pipes.</summary>
    LastOnly,

    /// <summary>Each update over the one before: for terminals.</summary>
    InPlace,

    /// <summary>Each update on a line of its own, as Keras does where it finds no terminal.</summary>
    NewLines,
}
