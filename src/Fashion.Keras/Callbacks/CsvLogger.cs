using System.Globalization;
using System.Text;
using Fashion.Keras.Reporting;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Callbacks;

/// <summary>Writes one line per epoch into a CSV file.</summary>
/// <remarks>
/// The columns are <c>epoch</c> (from 0) and the names of the first epoch's logs in alphabetical order; if no validation took
/// place in it, a val_ column for each is added. Values that an epoch lacks are <c>NA</c>. Lines end with CR LF. The
/// file is closed between epochs: a crash loses nothing, and another program can follow it.
/// </remarks>
public sealed class CsvLogger : Callback
{
    private readonly string _filePath;
    private readonly string _separator;
    private readonly bool _append;
    private string[]? _keys;
    private bool _writeHeader, _looked;
    private long? _lengthOfBackup;

    /// <summary>Makes the callback.</summary>
    /// <param name="filePath">File to write; its folder is made when training begins.</param>
    /// <param name="separator">Text between the columns.</param>
    /// <param name="append">True to add to an existing file, without a second header; false to replace it.</param>
    public CsvLogger(string filePath, string separator = ",", bool append = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        ArgumentException.ThrowIfNullOrEmpty(separator);
        _filePath = filePath;
        _separator = separator;
        _append = append;
    }

    /// <inheritdoc/>
    public override bool OnFirstRankOnly => true;

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        AtomicFile.MakeFolder(_filePath);
        _writeHeader = !_append || !File.Exists(_filePath) || new FileInfo(_filePath).Length == 0;
        if (!_append) File.WriteAllText(_filePath, "");
        _keys = null;
        _looked = false;
        _lengthOfBackup = null;
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        if (_append && !_looked && File.Exists(_filePath))
        {
            if (_lengthOfBackup is { } length) Shorten(length);
            else if (epoch > 0) RemoveRepeated(epoch);
        }
        _looked = true;
    }

    internal override void WriteState(KeptState state)
    {
        if (_append) state.Write("length", File.Exists(_filePath) ? new FileInfo(_filePath).Length : 0);
    }

    // Only an interrupted run that goes on calls this.
    internal override Action ReadState(KeptState state)
    {
        double? length = state.ReadNumber("length");
        if (length is not (null or (>= 0 and <= 1L << 52))) throw state.Wrong("length", "should be the length of a file");
        return () => _lengthOfBackup = (long?)length;
    }

    // What an interrupted run had written since its backup, a row that was cut off included. Rows of runs before it stay.
    private void Shorten(long length)
    {
        using FileStream file = File.Open(_filePath, FileMode.Open);
        if (file.Length > length) file.SetLength(length);
        _writeHeader = file.Length == 0;
    }

    // What an interrupted run had written of the epochs that are trained again.
    private void RemoveRepeated(int epoch)
    {
        string[] lines = File.ReadAllLines(_filePath);
        int kept = lines.Length;
        while (kept > 0 && int.TryParse(lines[kept - 1].Split(_separator)[0], CultureInfo.InvariantCulture, out int written)
            && written >= epoch) kept--;
        if (kept < lines.Length) AtomicFile.Write(_filePath,
            stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Take(kept).Select(l => l + "\r\n")))));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (_keys is null)
        {
            bool validated = logs.Keys.Any(k => k.StartsWith("val_", StringComparison.Ordinal));
            _keys = [.. logs.Keys, .. validated ? [] : logs.Keys.Select(k => "val_" + k)];
            if (_writeHeader) WriteRow(_keys.Prepend("epoch"));
        }
        WriteRow(_keys.Select(k => logs.ContainsKey(k) ? Cell(logs, k) : "NA").Prepend(epoch.ToString(CultureInfo.InvariantCulture)));
    }

    // Several values stand in one cell as a list in quotes, each as the float that it is in Keras.
    private static string Cell(Logs logs, string key) => !logs.HasSeveral(key) ? PythonFormat.Repr(logs[key])
        : $"\"[{string.Join(", ", logs.Vector(key).Select(v => PythonFormat.Repr(double.Parse(((float)v).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))))}]\"";

    private void WriteRow(IEnumerable<string> cells) =>
        File.AppendAllText(_filePath, string.Join(_separator, cells.Select(Quote)) + "\r\n");

    // As the csv dialect "excel" does: quotes only where a cell would otherwise be misread.
    private string Quote(string cell) =>
        cell.Contains(_separator, StringComparison.Ordinal) || cell.AsSpan().ContainsAny("\"\r\n")
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;
}
