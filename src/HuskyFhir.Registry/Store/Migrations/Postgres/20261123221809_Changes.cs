using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Changes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "change_states",
                columns: table => new
                {
                    change = table.Column<Guid>(type: "uuid", nullable: false),
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    run = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_change_states", x => new { x.change, x.partner });
                });

            migrationBuilder.CreateTable(
                name: "reportable_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    after = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    before = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    client = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    due = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    effective = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    exchange_due = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    known = table.Column<long>(type: "bigint", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    reporter = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    resource = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reportable_changes", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_change_states_member_partner",
                table: "change_states",
                columns: new[] { "member", "partner" });

            migrationBuilder.CreateIndex(
                name: "ix_change_states_partner_change",
                table: "change_states",
                columns: new[] { "partner", "change" },
                filter: "state = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_change_states_partner_run_member_change",
                table: "change_states",
                columns: new[] { "partner", "run", "member", "change" },
                filter: "run IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_reportable_changes_member_id",
                table: "reportable_changes",
                columns: new[] { "member", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "change_states");

            migrationBuilder.DropTable(
                name: "reportable_changes");
        }
    }
}
