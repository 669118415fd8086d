using System.Globalization;
using System.Text;

namespace Fashion.Keras.Reporting;

/// <summary>Measured steps of a plan as a table of plain text.</summary>
internal static class ProfileTable
{
    public static string Render(string title, long bufferBytes,
        IReadOnlyList<(string Operation, string Layer, string Shapes, double Milliseconds, double Wait, double GigaFlops)> rows)
    {
        var text = new StringBuilder();
        int operation = rows.Select(r => r.Operation.Length).Append(9).Max(), layer = rows.Select(r => r.Layer.Length).Append(5).Max();
        double total = rows.Sum(r => r.Milliseconds + r.Wait);
        text.Append(CultureInfo.InvariantCulture, $"{title}: {total:F3} ms, {bufferBytes / 1024.0:F0} KiB of buffers\n");
        text.Append(CultureInfo.InvariantCulture, $"{"operation".PadRight(operation)}  {"layer".PadRight(layer)}  {"ms",8}  " +
            $"{"wait ms",8}  {"share",6}  {"GFLOP/s",8}  shapes\n");
        foreach (var r in rows)
        {
            string rate = r.GigaFlops == 0 ? "" : r.GigaFlops.ToString("F1", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{r.Operation.PadRight(operation)}  {r.Layer.PadRight(layer)}  " +
                $"{r.Milliseconds,8:F4}  {r.Wait,8:F4}  {(total == 0 ? 0 : (r.Milliseconds + r.Wait) / total),6:P1}  {rate,8}  {r.Shapes}\n");
        }
        return text.ToString();
    }
}
