namespace Fashion.Keras.Reporting;

/// <summary>Keras 2: <c>900/1875 [=============>................] - ETA: 1s</c>, at the end <c>- 3s 2ms/step</c>.</summary>
internal sealed class ClassicLook : ProgressLook
{
    public override int DefaultWidth => 30;

    public override string Bar(in ProgressMoment moment, int width, bool fancy)
    {
        if (!moment.HasLength) return $"{moment.Counter} - {PythonFormat.Seconds(moment.Elapsed)} {moment.StepTime}";
        int done = moment.Done(width);
        string bar = done > 0 ? new string('=', done - 1) + (moment.Current < moment.Target ? '>' : '=') : "";
        string times = moment.Final ? $"{PythonFormat.Seconds(moment.Elapsed)} {moment.StepTime}" : $"ETA: {moment.Eta}";
        return $"{moment.Counter} [{bar}{new string('.', width - done)}] - {times}";
    }

    public override string Line(in ProgressMoment moment) => $"{moment.Counter} - {PythonFormat.Seconds(moment.Elapsed)}";
}
