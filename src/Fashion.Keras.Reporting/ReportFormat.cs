namespace Fashion.Keras.Reporting;

/// <summary>What a report is written as.</summary>
internal enum ReportFormat
{
    Html,
    Markdown,
}
