using System.Text.Json.Nodes;
using Fashion.Keras.Optimizers.Schedules;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Optimizers.Schedules;

public class GoldenScheduleTests
{
    [Theory]
    [MemberData(nameof(GoldenCase.Names), "schedule", MemberType = typeof(GoldenCase))]
    public void At_GoldenCase_GivesKerassRates(string name)
    {
        GoldenCase golden = GoldenCase.Load("schedule", name);

        LearningRateSchedule schedule = ScheduleTable.From(GoldenConfig.Object(golden.Text("class_name"), golden["config"]));

        JsonArray steps = golden["steps"]!.AsArray();
        double[] want = [.. golden["values"]!.AsArray().Select(v => v!.GetValue<double>())];
        float[] got = [.. steps.Select(s => (float)schedule.At(s!.GetValue<long>()))];
        AssertClose.Equal(want, got, 1e-7, 1e-5, golden.ToString());
        GoldenConfig.AssertWritten(golden["full_config"]!.AsObject(), schedule);
    }
}
