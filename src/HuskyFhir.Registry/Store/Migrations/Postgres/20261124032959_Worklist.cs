using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Worklist : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_task_due_low_id",
                table: "task",
                columns: new[] { "due_low", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_status_code_due_low_id",
                table: "task",
                columns: new[] { "status_code", "due_low", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_task_due_low_id",
                table: "task");

            migrationBuilder.DropIndex(
                name: "ix_task_status_code_due_low_id",
                table: "task");
        }
    }
}
