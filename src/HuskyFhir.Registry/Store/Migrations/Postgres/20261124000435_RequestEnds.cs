using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RequestEnds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ended",
                table: "request_states",
                type: "bigint",
                nullable: true);

            // When a request ended was not kept apart until now; its last version is from then, or little later.
            migrationBuilder.Sql("UPDATE request_states SET ended = (SELECT r.updated FROM resources r WHERE r.id = request_states.id) WHERE is_open = 0");

            migrationBuilder.CreateIndex(
                name: "ix_request_states_ended",
                table: "request_states",
                column: "ended");

            migrationBuilder.CreateIndex(
                name: "ix_request_states_received",
                table: "request_states",
                column: "received");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_request_states_ended",
                table: "request_states");

            migrationBuilder.DropIndex(
                name: "ix_request_states_received",
                table: "request_states");

            migrationBuilder.DropColumn(
                name: "ended",
                table: "request_states");
        }
    }
}
